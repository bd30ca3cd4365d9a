// What every page of the program loads before its own screen, in one chunk, so that one request to main loads it
// instead of six.

/** The chunk, for `codeSplitting.groups` of the bundler; `test` matches paths of modules. */
export const inEveryPage = {
  name: 'base',
  test: /node_modules[\\/](?:react|react-dom|scheduler|i18next|react-i18next|zustand|use-sync-external-store)[\\/]|src[\\/](?:text[\\/]page|renderer[\\/](?:i18n|ui[\\/]page\.tsx|ui[\\/]parts[\\/]Empty))/,
};
