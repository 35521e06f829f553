// Renders Vega-Lite specifications to SVG without a browser.
//   node render.mjs vega.min.js vega-lite.min.js < specifications.json > pictures.json
// Standard input is an array of specifications, standard output an array of SVG texts in the same order.
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';

for (const bundle of process.argv.slice(2)) runInThisContext(readFileSync(bundle, 'utf8'), { filename: bundle });

// Without a canvas Vega takes every letter for four fifths of its height; these are the widths of a common sans-serif face.
const narrow = new Set("ijl.,:;'|!()[]ft ·"), wide = new Set('mwMW@%–—');
const letter = c => narrow.has(c) ? 0.33 : wide.has(c) ? 0.88 : c >= 'A' && c <= 'Z' ? 0.68 : 0.57;
vega.textMetrics.width = (item, text) => {
  const bold = Number(item.fontWeight) >= 600 || item.fontWeight === 'bold' ? 1.14 : 1;
  return (item.fontSize ?? 11) * bold * [...String(text ?? '')].reduce((width, c) => width + letter(c), 0);
};

// Layers that only answer the pointer have no place in a still picture.
const still = node => Array.isArray(node) ? node.filter(part => part?.name !== 'hover').map(still)
  : node && typeof node === 'object' ? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, still(value)]))
  : node;

const logger = vega.logger(vega.Warn, 'error'); // to standard error: standard output holds the pictures
const render = specification =>
  new vega.View(vega.parse(vegaLite.compile(still(specification), { logger }).spec), { renderer: 'none', logger }).toSVG();

const pictures = [];
for (const specification of JSON.parse(readFileSync(0, 'utf8'))) pictures.push(await render(specification));
process.stdout.write(JSON.stringify(pictures));
