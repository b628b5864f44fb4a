/**
 * A local rule: numbers are integers. A literal has no fraction, and a quotient stands inside Math.trunc, Math.floor,
 * Math.ceil or Math.round, so that no fraction outlives the expression in which it arises.
 *
 * @import { Rule } from 'eslint'
 */

const rounding = new Set(['trunc', 'floor', 'ceil', 'round']);

/** @type {(node: Rule.Node) => boolean} whether the value of `node` is rounded before anything else sees it */
function isRounded(node) {
  const { parent } = node;
  if (parent === null) return false;
  if (parent.type === 'BinaryExpression' || parent.type === 'UnaryExpression') {
    // Bit operators turn their operands into 32-bit integers.
    if (['|', '&', '^', '~', '<<', '>>', '>>>'].includes(parent.operator)) return true;
    return ['+', '-', '*', '/'].includes(parent.operator) && isRounded(parent);
  }
  if (parent.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression') return false;
  const { object, property } = parent.callee;
  return (
    object.type === 'Identifier' &&
    object.name === 'Math' &&
    property.type === 'Identifier' &&
    rounding.has(property.name)
  );
}

/** @type {Rule.RuleModule} */
export const integersOnly = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      literal: 'A World holds integers; write {{ text }} as a quotient of two, or in a smaller unit.',
      quotient: 'A quotient may have a fraction; round it with Math.trunc, Math.floor, Math.ceil or Math.round.',
    },
  },
  create(context) {
    return {
      Literal(node) {
        if (typeof node.value !== 'number' || Number.isInteger(node.value)) return;
        context.report({ node, messageId: 'literal', data: { text: node.raw ?? '' } });
      },
      BinaryExpression(node) {
        if (node.operator === '/' && !isRounded(node)) context.report({ node, messageId: 'quotient' });
      },
      AssignmentExpression(node) {
        if (node.operator === '/=') context.report({ node, messageId: 'quotient' });
      },
    };
  },
};
