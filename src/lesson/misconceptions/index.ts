import { m01 } from './m01.ts';
import { m02 } from './m02.ts';
import { m03 } from './m03.ts';
import { m05 } from './m05.ts';
import { m06 } from './m06.ts';
import { m07 } from './m07.ts';
import { m08 } from './m08.ts';
import { m10 } from './m10.ts';
import { m11 } from './m11.ts';
import { m12 } from './m12.ts';
import { m13 } from './m13.ts';
import { m14 } from './m14.ts';
import { m15 } from './m15.ts';
import { m18 } from './m18.ts';
import { m19 } from './m19.ts';
import { m20 } from './m20.ts';
import { m21 } from './m21.ts';
import { m22 } from './m22.ts';
import { m23 } from './m23.ts';
import { m24 } from './m24.ts';
import { m25 } from './m25.ts';
import { m26 } from './m26.ts';
import { m27 } from './m27.ts';
import { m28 } from './m28.ts';
import { m29 } from './m29.ts';
import { m30 } from './m30.ts';
import { m31 } from './m31.ts';
import { m32 } from './m32.ts';
import { m33 } from './m33.ts';
import { m39 } from './m39.ts';
import { m43 } from './m43.ts';
import { m44 } from './m44.ts';
import { m45 } from './m45.ts';
import { m46 } from './m46.ts';
import { m47 } from './m47.ts';
import { m48 } from './m48.ts';
import { m49 } from './m49.ts';
import { m50 } from './m50.ts';
import { m51 } from './m51.ts';
import { m52 } from './m52.ts';
import { m53 } from './m53.ts';
import { m54 } from './m54.ts';
import { m55 } from './m55.ts';
import { m56 } from './m56.ts';
import { m57 } from './m57.ts';
import { m58 } from './m58.ts';
import { m59 } from './m59.ts';
import { m60 } from './m60.ts';
import { m61 } from './m61.ts';
import { m62 } from './m62.ts';
import { m63 } from './m63.ts';
import { m64 } from './m64.ts';
import { m65 } from './m65.ts';
import { m66 } from './m66.ts';
import { m67 } from './m67.ts';
import { m68 } from './m68.ts';
import { m69 } from './m69.ts';
import { m70 } from './m70.ts';
import { m71 } from './m71.ts';
import { m72 } from './m72.ts';
import { m73 } from './m73.ts';
import { m80 } from './m80.ts';
import { m81 } from './m81.ts';
import { m82 } from './m82.ts';
import { m83 } from './m83.ts';
import { m84 } from './m84.ts';
import { m85 } from './m85.ts';
import { m86 } from './m86.ts';
import { m90 } from './m90.ts';
import { m91 } from './m91.ts';
import { m92 } from './m92.ts';
import { m93 } from './m93.ts';
import { m94 } from './m94.ts';
import { m95 } from './m95.ts';
import { m96 } from './m96.ts';
import { m97 } from './m97.ts';
import { m98 } from './m98.ts';
import { m99 } from './m99.ts';
import { m100 } from './m100.ts';
import { m101 } from './m101.ts';
import { m102 } from './m102.ts';
import { m103 } from './m103.ts';
import { m104 } from './m104.ts';
import { m105 } from './m105.ts';
import { m106 } from './m106.ts';
import { m107 } from './m107.ts';
import { m108 } from './m108.ts';
import { m109 } from './m109.ts';
import { m110 } from './m110.ts';
import type { Misconception } from './misconception.ts';

/** Every belief that lessons may name, by its id. */
export const misconceptions: { readonly [id: string]: Misconception } = Object.fromEntries(
  [
    m01,
    m02,
    m03,
    m05,
    m06,
    m07,
    m08,
    m10,
    m11,
    m12,
    m13,
    m14,
    m15,
    m18,
    m19,
    m20,
    m21,
    m22,
    m23,
    m24,
    m25,
    m26,
    m27,
    m28,
    m29,
    m30,
    m31,
    m32,
    m33,
    m39,
    m43,
    m44,
    m45,
    m46,
    m47,
    m48,
    m49,
    m50,
    m51,
    m52,
    m53,
    m54,
    m55,
    m56,
    m57,
    m58,
    m59,
    m60,
    m61,
    m62,
    m63,
    m64,
    m65,
    m66,
    m67,
    m68,
    m69,
    m70,
    m71,
    m72,
    m73,
    m80,
    m81,
    m82,
    m83,
    m84,
    m85,
    m86,
    m90,
    m91,
    m92,
    m93,
    m94,
    m95,
    m96,
    m97,
    m98,
    m99,
    m100,
    m101,
    m102,
    m103,
    m104,
    m105,
    m106,
    m107,
    m108,
    m109,
    m110,
  ].map((one) => [one.id, one]),
);
