// compile-commands COMPILER FLAGS... -- FILES...: compile_commands.json for editors.
const words = process.argv.slice(2), at = words.indexOf('--');
const rows = words.slice(at + 1).map((file) =>
	({ directory: process.cwd(), file, arguments: [...words.slice(0, at), '-c', file] }));
console.log(JSON.stringify(rows, null, '\t'));
