// Sets the stored theme before the page is drawn. A module would run too late.
{
  const stored = localStorage.getItem('theme');
  if (stored === 'light' || stored === 'dark') {
    document.documentElement.dataset.theme = stored;
  }
}
