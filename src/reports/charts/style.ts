/**
 * Colours of light and dark, chosen so that marks also differ in lightness, and shapes and dashes tell them apart without
 * any. Every rule begins with the chart's own class: a page that holds the picture keeps its looks.
 */
export const STYLE = [
  '{--paper:#fff;--ink:#1f2328;--soft:#59636e;--rule:#d8dee4;--mark:#0b57a4;--weak:#6e7781;--tint:#9cc3ea;max-width:100%;height:auto;font:12px system-ui,sans-serif}',
  ' text{fill:var(--ink)}',
  ' .paper{fill:var(--paper)}',
  ' .title{font-size:15px;font-weight:600}',
  ' .soft{fill:var(--soft)}',
  ' .small{font-size:11px}',
  ' .inverse{fill:var(--paper)}',
  ' .name{stroke:var(--paper);stroke-width:3px;stroke-linejoin:round;paint-order:stroke}',
  ' .rule{stroke:var(--rule)}',
  ' .edge{stroke:var(--soft)}',
  ' .wall{stroke:var(--soft);stroke-dasharray:3 3}',
  ' .leader{stroke:var(--soft);stroke-width:.75}',
  ' .frontier{fill:none;stroke:var(--mark);stroke-width:1.5}',
  ' .strong{fill:var(--mark);stroke:var(--mark);stroke-width:1.5}',
  ' .weak{fill:var(--paper);stroke:var(--weak);stroke-width:1.5}',
  ' .tint{fill:var(--tint);stroke:var(--mark)}',
  ' .whisker{stroke:var(--mark)}',
  ' .interval{stroke:var(--mark);stroke-width:3}',
  ' .cell{fill:var(--mark);stroke:var(--rule)}',
  ' .pale{stroke:var(--weak)}',
]
  .map((rule) => `.llm-bench-chart${rule}`)
  .concat(
    '@media(prefers-color-scheme:dark){.llm-bench-chart{--paper:#0d1117;--ink:#e6edf3;--soft:#9198a1;--rule:#30363d;--mark:#6cb6ff;--weak:#9198a1;--tint:#1f4a78}}',
  )
  .join('');
