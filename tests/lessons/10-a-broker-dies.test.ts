import { playLesson } from './support/play-lesson.ts';

playLesson('10-a-broker-dies');
