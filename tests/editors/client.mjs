// A client that is no editor: asks for everything that the VS Code extension can ask for, and has a hole proved.
//
//     node tests/editors/client.mjs PROGRAM [OPTION...]
//
// wants the packages of editors/vscode (`npm ci` there). Says what is wrong and exits with 1, or exits with 0.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const root = new URL('../../', import.meta.url);
const extension = new URL('editors/vscode/package.json', root);
const require = createRequire(extension);
const lsp = require('vscode-languageserver-protocol/node');
const { TextDocument } = require('vscode-languageserver-textdocument');
const { contributes } = JSON.parse(readFileSync(extension, 'utf8'));

const PATIENCE = 150_000;
const URI = 'untitled:client.lean';
const TEXT = '-- 𝕜\ntheorem sum (𝕜 b : Nat) (h : 𝕜 + 3 = b) : b - 3 = 𝕜 := by\n  sorry\n\ndef after := 1\n';

/** A value for each setting that the extension has for the server. */
const SETTINGS = {
    timeout: '60s', 'max-steps': 500, 'max-calls': 0, 'max-tokens': 0, jobs: 1, proposer: ['builtin'],
    strategy: 'best-first', refutation: false, index: true, check: true, idle: '5m',
    completion: 'auto', 'completion-threshold': 0.1,
};

/** What the server sent, to be waited for. */
const sent = [];
let notice = () => {};

function take(kind, params) {
    sent.push({ kind, params });
    notice();
}

/** The first message of a kind that fits, now or later. */
async function waitFor(kind, fits) {
    const begun = Date.now();
    for (;;) {
        const found = sent.find((it) => it.kind === kind && fits(it.params));
        if (found) {
            return found.params;
        }
        const left = PATIENCE - (Date.now() - begun);
        assert.ok(left > 0, `no ${kind} that fits: ${fits}\nthere was: ${JSON.stringify(sent, null, 1)}`);
        await new Promise((resolve) => {
            const timer = setTimeout(resolve, left);
            notice = () => { clearTimeout(timer); resolve(); };
        });
    }
}

const [program, ...options] = process.argv.slice(2);
const server = spawn(program, ['lsp', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = once(server, 'exit');
const connection = lsp.createProtocolConnection(
    new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));
let document = TextDocument.create(URI, 'lean4', 1, TEXT);

connection.onRequest('workspace/configuration', ({ items }) => {
    take('configuration', items);
    return items.map((it) => (it.section === 'proofwright' ? SETTINGS : null));
});
connection.onRequest('client/registerCapability', () => null);
connection.onRequest('workspace/inlayHint/refresh', () => null);
connection.onRequest('window/workDoneProgress/create', () => null);
connection.onRequest('workspace/applyEdit', ({ edit }) => {
    const [change] = edit.documentChanges ?? [];
    if (change?.textDocument.version !== document.version) {
        return { applied: false, failureReason: 'this is another version' };
    }
    document = TextDocument.create(URI, 'lean4', document.version + 1, TextDocument.applyEdits(document, change.edits));
    const contentChanges = [{ text: document.getText() }];
    connection.sendNotification('textDocument/didChange', { textDocument: { uri: URI, version: document.version }, contentChanges });
    take('edit', change);
    return { applied: true };
});
for (const kind of ['textDocument/publishDiagnostics', 'proofwright/status', 'window/showMessage', '$/progress']) {
    connection.onNotification(kind, (params) => take(kind, params));
}
connection.onNotification('window/logMessage', () => {});
connection.listen();

try {
    const { capabilities } = await connection.sendRequest('initialize', {
        processId: process.pid,
        rootUri: null,
        capabilities: {
            window: { workDoneProgress: true },
            workspace: { configuration: true, applyEdit: true, workspaceEdit: { documentChanges: true }, inlayHint: { refreshSupport: true } },
        },
    });
    const palette = contributes.commands.map((it) => it.command);
    // Completions carry `used` themselves.
    for (const command of capabilities.executeCommandProvider.commands.filter((it) => it !== 'proofwright.used')) {
        assert.ok(palette.includes(command), `the extension has no title for ${command}`);
    }
    connection.sendNotification('initialized', {});
    await waitFor('configuration', () => true);
    const known = Object.keys(contributes.configuration.properties).map((it) => it.replace('proofwright.', ''));
    assert.deepEqual(known.filter((it) => !['path', 'arguments'].includes(it)).sort(), Object.keys(SETTINGS).sort());

    connection.sendNotification('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'lean4', version: 1, text: TEXT } });
    const { diagnostics: [hole] } = await waitFor('textDocument/publishDiagnostics', (it) => it.diagnostics[0]?.code === 'open');
    assert.equal(hole.severity, lsp.DiagnosticSeverity.Hint);
    assert.match(document.getText(hole.range), /sorry$/);

    const actions = await connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri: URI }, range: hole.range, context: { diagnostics: [hole] },
    });
    const prove = actions.find((it) => it.title === 'Prove sum');
    assert.ok(prove, `the actions are ${actions.map((it) => it.title)}`);
    await connection.sendRequest('workspace/executeCommand', prove.command);
    await waitFor('$/progress', (it) => it.value.kind === 'begin');
    await waitFor('edit', () => true);
    await waitFor('$/progress', (it) => it.value.kind === 'end');
    await waitFor('proofwright/status', (it) => it.version === document.version && it.holes.length === 0);
    const [before, after] = TEXT.split('by\n  sorry');
    const text = document.getText();
    assert.ok(text.startsWith(before) && text.endsWith(after) && !text.includes('sorry'), text);

    const words = [...readFileSync(new URL('docs/lsp.md', root), 'utf8').matchAll(/`(.*?)`/g)].map((it) => it[1]);
    const states = new Set(sent.filter((it) => it.kind === 'proofwright/status').flatMap((it) => it.params.holes.map((hole) => hole.state)));
    assert.ok(states.has('running'), [...states].join());
    assert.deepEqual([...states].filter((it) => !words.includes(it)), [], 'words that docs/lsp.md does not explain');
    assert.deepEqual(sent.filter((it) => it.kind === 'window/showMessage' && it.params.type <= lsp.MessageType.Warning), []);

    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    assert.deepEqual(await ended, [0, null]);
} finally {
    connection.dispose();
    server.kill();
}
