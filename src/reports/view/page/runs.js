/** Each row with the words that it is found by. */
const rows = [...document.querySelectorAll('tr[data-words]')].map((row) => ({
  row: /** @type {HTMLElement} */ (row),
  words: row.getAttribute('data-words') ?? '',
}));
const search = /** @type {HTMLInputElement | null} */ (document.getElementById('q'));
const found = document.getElementById('found');
const ticks = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('input[name="run"]')]);
const button = document.getElementById('compare-button');
const ofAll = found?.getAttribute('data-of') ?? '';

/** Shows the runs that hold all the words, as the program itself does when the form is sent. */
function filter() {
  const words = (search?.value ?? '').toLowerCase().split(/\s+/);
  let n = 0;
  for (const { row, words: own } of rows) {
    row.hidden = !words.every((word) => own.includes(word));
    n += row.hidden ? 0 : 1;
  }
  if (found) found.textContent = `${n.toLocaleString('en-US')} ${ofAll}`;
}

/** Two are compared: no third can be ticked. */
function countTicks() {
  const n = ticks.filter(({ checked }) => checked).length;
  for (const tick of ticks) tick.disabled = n >= 2 && !tick.checked;
  if (button) button.textContent = `Compare two runs (${n} of 2 ticked)`;
}

search?.addEventListener('input', filter);
for (const tick of ticks) tick.addEventListener('change', countTicks);
// A browser that goes back keeps what was typed and ticked.
addEventListener('pageshow', () => {
  filter();
  countTicks();
});
