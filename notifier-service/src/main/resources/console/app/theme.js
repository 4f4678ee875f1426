// Before anything is painted: the theme that was chosen here last.
(() => {
  const kept = localStorage.getItem('holdfast.theme');
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
})();
