import { playLesson } from './support/play-lesson.ts';

playLesson('08-share-or-copy');
