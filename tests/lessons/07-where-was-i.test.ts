import { playLesson } from './support/play-lesson.ts';

playLesson('07-where-was-i');
