import { playLesson } from './support/play-lesson.ts';

playLesson('14-from-zookeeper-to-kraft');
