// Where the database is: KEY=VALUE lines of the file that MY_STORE_ENV names.
const fs = require('fs');

function settings() {
  const found = {};
  for (const line of fs.readFileSync(process.env.MY_STORE_ENV, 'utf8').split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) found[line.slice(0, at)] = line.slice(at + 1);
  }
  return found;
}

module.exports = { settings };
