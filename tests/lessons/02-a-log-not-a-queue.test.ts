import { playLesson } from './support/play-lesson.ts';

playLesson('02-a-log-not-a-queue');
