/** What the generator's pages lack for keyboards and screen readers. */
'use strict';
{
  // The button of the sidebar is a label without a role, which no key reaches.
  const toggle = document.getElementById('mdbook-sidebar-toggle');
  toggle.setAttribute('role', 'button');
  toggle.tabIndex = 0;
  toggle.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    toggle.click();
  });
  // What is wider than the page is moved by the arrow keys.
  for (const wide of document.querySelectorAll('pre > code, .table-wrapper')) wide.tabIndex = wide.scrollWidth > wide.clientWidth ? 0 : -1;
}
