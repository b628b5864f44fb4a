/**
 * Advance widths in thousandths of the type size, for the characters from space to tilde, measured in DejaVu Sans. Of the fonts in
 * the page's stack it is the widest, so a text that fits by this table fits in each of them.
 */
export const REGULAR_WIDTHS: readonly number[] = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
  748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
  615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
  337, 636, 838,
];

/** The same for its bold face. */
export const BOLD_WIDTHS: readonly number[] = [
  348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696,
  696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995,
  837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716,
  678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712,
  365, 712, 838,
];

/** Every character of DejaVu Sans Mono. */
export const MONO_WIDTH = 602;

/** A character outside the tables: as wide as the widest letter, since an ideograph or an emoji fills its em. */
export const OTHER_WIDTH = 1050;

/** Punctuation outside ASCII that our own sentences use. */
export const PUNCTUATION_WIDTHS: { readonly [character: string]: number } = {
  '·': 380,
  '…': 1000,
  '–': 500,
  '‹': 412,
  '›': 412,
  '×': 838,
  '−': 838,
};
