/** Light or dark: as the system says, or as the reader chose here or in the pages, which keep the choice under the same name. */
const KEY = 'mdbook-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function stored() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme && (['light', 'rust'].includes(theme) ? 'light' : 'dark');
  } catch {
    return null;
  }
}

/** Whether it is dark now. */
export const isDark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : system.matches);

/** Makes the button of the theme work; `changed` is told. */
export function makeTheme(button, changed) {
  const show = (theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Switch to the ${isDark() ? 'light' : 'dark'} theme`);
    changed();
  };
  show(stored());
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, theme === 'dark' ? 'navy' : 'light');
    } catch {
      // The choice holds for this page only.
    }
    show(theme);
  });
  system.addEventListener('change', () => show());
}
