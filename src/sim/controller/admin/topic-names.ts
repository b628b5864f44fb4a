/* Names that a topic may have (org.apache.kafka.common.internals.Topic). */

/** Topic.MAX_NAME_LENGTH. */
const MAX_LENGTH = 249;

/** Why a topic cannot be called so; null: it can. */
export function topicNameRefusal(name: string): string | null {
  if (name === '') return 'topic name is empty; it needs at least one character';
  if (name === '.' || name === '..') return `topic name ${name} is not allowed; it would be a folder's`;
  if (name.length > MAX_LENGTH) return `topic name is too long; ${name.length} characters, at most ${MAX_LENGTH}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return `topic name ${name} has a character that is not allowed; use ASCII letters, digits, '.', '_' and '-'`;
  return null;
}

/** Metrics cannot tell '.' from '_', so two topics may not differ in that alone (Topic.hasCollision). */
export function collidesWith(name: string, other: string): boolean {
  return name.replaceAll('.', '_') === other.replaceAll('.', '_');
}
