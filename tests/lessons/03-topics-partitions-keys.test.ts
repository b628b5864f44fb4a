import { playLesson } from './support/play-lesson.ts';

playLesson('03-topics-partitions-keys');
