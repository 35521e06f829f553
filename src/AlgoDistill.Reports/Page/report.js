// Draws each figure from the specification that lies in its place.
for (const place of document.querySelectorAll('.plot')) {
  const specification = JSON.parse(place.querySelector('script').textContent);
  vegaEmbed(place, specification, {
    renderer: 'svg',
    actions: { export: { svg: true, png: true }, source: false, compiled: false, editor: false },
    downloadFileName: 'figure',
    tooltip: { theme: 'light' },
  });
}
