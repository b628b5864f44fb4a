import ts from 'typescript';

/** The scripts of a component, or the whole of any other file. */
export function scriptOf(path: string, text: string): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '').join('\n');
}

/** What a file imports, by the words it uses: static, dynamic, for types only, or passed on with `export from`. */
export function importsOf(path: string, text: string): readonly string[] {
  return ts.preProcessFile(scriptOf(path, text), true, true).importedFiles.map((file) => file.fileName);
}

/** Names that a file uses as values or types, members as `object.member`; comments and strings do not count. */
export function namesUsedIn(path: string, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      names.add(node.getText());
      visit(node.expression);
      return;
    }
    const declaresMember = ts.isPropertyAssignment(node) || ts.isPropertySignature(node);
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, (child) => {
      if (!(declaresMember && child === node.name)) visit(child);
    });
  };
  visit(ts.createSourceFile(path, scriptOf(path, text), ts.ScriptTarget.Latest, true));
  return names;
}
