/** Prints each module of a library that cannot be imported, with the reason: node import_library.mjs PYODIDE LIBRARY */
import { pathToFileURL } from "node:url";

const [folder, library] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ stdLibURL: library });
const names = pyodide.FS.readdir("/lib");
const zip = `/lib/${names.find((name) => name.endsWith(".zip"))}`;
const globals = pyodide.toPy({ zip });
const source = `
import importlib, json, zipfile
failed = {}
for name in sorted(zipfile.ZipFile(zip).namelist()):
    if name.endswith(".pyc") and "__main__" not in name:
        module = name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")
        try:
            importlib.import_module(module)
        except Exception as error:
            failed[module] = repr(error)
json.dumps(failed)
`;
process.stdout.write(pyodide.runPython(source, { globals }));
