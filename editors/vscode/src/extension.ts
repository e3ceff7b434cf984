// The extension: starts the server, fills in what its commands are about, and shows its state.

import { constants, accessSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient, State, type Middleware } from 'vscode-languageclient/node';
import { findProgram, missing } from './program';
import { forServer } from './settings';
import { showServer, showStatus, stateOf, type Status } from './status';

const SECTION = 'proofwright';

/** Commands of the server that are about a whole file. */
const OF_A_FILE = ['proofwright.proveAll', 'proofwright.cancel'];

const DOCUMENTS = ['file', 'untitled'].flatMap((scheme) => ['lean4', 'fstar'].map((language) => ({ scheme, language })));

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    const assistant = new Assistant();
    context.subscriptions.push(
        assistant,
        vscode.commands.registerCommand('proofwright.restart', () => assistant.restart()),
        vscode.commands.registerCommand('proofwright.output', () => assistant.output.show()),
        vscode.commands.registerCommand('proofwright.holes', () => assistant.goToHole()),
        vscode.window.onDidChangeActiveTextEditor(() => assistant.show()),
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (['path', 'arguments'].some((it) => change.affectsConfiguration(`${SECTION}.${it}`))) {
                return assistant.restart();
            }
            return undefined;
        }),
    );
    stop = () => assistant.stop();
    await assistant.start();
}

let stop: () => Promise<void> = async () => {};

/** Called when the window closes; what it returns is waited for. */
export function deactivate(): Promise<void> {
    return stop();
}

class Assistant implements vscode.Disposable {
    readonly output = vscode.window.createOutputChannel('Proofwright', { log: true });
    private readonly bar = vscode.window.createStatusBarItem('proofwright', vscode.StatusBarAlignment.Left);
    private readonly statuses = new Map<string, Status>();
    private client: LanguageClient | undefined;
    /** Commands of the server that the palette offers. */
    private offered: string[] = [];
    /** Starts and stops come one after the other. */
    private turn: Promise<void> = Promise.resolve();

    constructor() {
        this.bar.name = 'Proofwright';
        this.bar.command = 'proofwright.holes';
    }

    dispose(): void {
        this.bar.dispose();
        this.output.dispose();
    }

    start(): Promise<void> {
        return this.next(() => this.startNow());
    }

    stop(): Promise<void> {
        return this.next(() => this.stopNow());
    }

    restart(): Promise<void> {
        return this.next(async () => {
            await this.stopNow();
            await this.startNow();
        });
    }

    private next(what: () => Promise<void>): Promise<void> {
        this.turn = this.turn.then(what, what);
        return this.turn;
    }

    private async startNow(): Promise<void> {
        const settings = vscode.workspace.getConfiguration(SECTION);
        const asked = settings.get('path', '');
        const windows = process.platform === 'win32';
        const found = findProgram(asked, { path: process.env['PATH'] ?? '', home: homedir(), windows, isProgram });
        if (!('program' in found)) {
            this.show();
            return this.complain(missing(asked, found.tried));
        }
        const run = { command: found.program, args: ['lsp', ...settings.get<string[]>('arguments', [])] };
        this.output.info(`starting ${[run.command, ...run.args].join(' ')}`);
        const client = new LanguageClient(SECTION, 'Proofwright', run, {
            documentSelector: DOCUMENTS,
            outputChannel: this.output,
            middleware: this.middleware(),
        });
        this.client = client;
        client.onNotification('proofwright/status', (status: Status) => {
            this.statuses.set(client.protocol2CodeConverter.asUri(status.uri).toString(), status);
            this.show();
        });
        client.onDidChangeState(({ newState }) => {
            if (newState === State.Stopped) {
                this.statuses.clear();
            }
            const running = newState === State.Running ? client.initializeResult?.capabilities : undefined;
            this.offer(running?.executeCommandProvider?.commands ?? []);
            this.show();
        });
        try {
            await client.start();
        } catch (error) {
            this.output.error(`it did not start: ${error}`);
            this.complain(`Proofwright: ${run.command} did not start. "proofwright doctor" in a terminal says what is missing.`);
        }
    }

    private async stopNow(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        this.statuses.clear();
        this.offer([]);
        this.show();
        await client?.dispose().catch((error) => this.output.error(`it did not stop well: ${error}`));
    }

    private middleware(): Middleware {
        return {
            executeCommand: async (command, given, next) => {
                const args = given.length > 0 ? given : this.subject(command);
                const answer = args && (await next(command, args));
                if (args && command === 'proofwright.searchLemmas') {
                    await showPremises(answer?.premises);
                }
                return answer;
            },
            workspace: {
                configuration: async (params, token, next) => {
                    const answer = await next(params, token);
                    return Array.isArray(answer)
                        ? answer.map((it, index) => (params.items[index]?.section === SECTION ? forServer(it) : it))
                        : answer;
                },
            },
        };
    }

    /** What a command of the palette is about: the file that is being edited, and the place in it. */
    private subject(command: string): unknown[] | undefined {
        const editor = vscode.window.activeTextEditor;
        const converter = this.client?.code2ProtocolConverter;
        if (!editor || !converter || vscode.languages.match(DOCUMENTS, editor.document) === 0) {
            void vscode.window.showInformationMessage('Proofwright: open a Lean or F* file first.');
            return undefined;
        }
        const uri = converter.asUri(editor.document.uri);
        return [OF_A_FILE.includes(command) ? { uri } : { uri, position: converter.asPosition(editor.selection.active) }];
    }

    /** Has the palette offer these commands of the server, and no others. */
    private offer(commands: string[]): void {
        for (const command of [...this.offered, ...commands]) {
            void vscode.commands.executeCommand('setContext', command, commands.includes(command));
        }
        this.offered = commands;
    }

    /** Shows the state of the file that is being edited. */
    show(): void {
        const document = vscode.window.activeTextEditor?.document;
        if (!document || vscode.languages.match(DOCUMENTS, document) === 0) {
            return this.bar.hide();
        }
        const status = this.statuses.get(document.uri.toString());
        const { text, tooltip } = status ? showStatus(status) : showServer(this.serverState());
        Object.assign(this.bar, { text, tooltip });
        this.bar.show();
    }

    private serverState(): 'starting' | 'ready' | 'stopped' {
        switch (this.client?.state) {
            case State.Starting:
                return 'starting';
            case State.Running:
                return 'ready';
            default:
                return 'stopped';
        }
    }

    /** Lets a person choose a hole of the file, and goes there. */
    async goToHole(): Promise<void> {
        const editor = vscode.window.activeTextEditor;
        const holes = (editor && this.statuses.get(editor.document.uri.toString())?.holes) ?? [];
        if (!editor || holes.length === 0) {
            void vscode.window.showInformationMessage('Proofwright: no holes are known in this file.');
            return;
        }
        const items = holes.map((hole) => ({
            label: hole.name,
            description: `line ${hole.range.start.line + 1}`,
            detail: stateOf(hole),
            hole,
        }));
        const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Go to a hole' });
        const range = chosen && this.client?.protocol2CodeConverter.asRange(chosen.hole.range);
        if (range) {
            editor.selection = new vscode.Selection(range.start, range.start);
            editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
        }
    }

    /** Tells of a server that is not there, and offers what may help. Does not wait for an answer. */
    private complain(message: string): void {
        const answers = { 'Open Settings': 'workbench.action.openSettings', 'Try Again': 'proofwright.restart', 'Show Output': 'proofwright.output' };
        this.output.error(message);
        void vscode.window.showErrorMessage(message, ...Object.keys(answers)).then((answer) => {
            const command = answers[answer as keyof typeof answers];
            return command && vscode.commands.executeCommand(command, ...(answer === 'Open Settings' ? [SECTION] : []));
        });
    }
}

/** Shows facts that may serve, as far as they are known; the name of the one that is chosen is copied. */
async function showPremises(premises: { name: string; type: string }[] | undefined): Promise<void> {
    if (!premises?.length) {
        const why = premises ? 'nothing was found that may serve' : 'its goal is being asked for; try again in a moment';
        void vscode.window.showInformationMessage(`Proofwright: ${why}.`);
        return;
    }
    const items = premises.map(({ name, type }) => ({ label: name, detail: type.replace(/\s+/g, ' ') }));
    const placeHolder = 'Facts that may serve; the name of the chosen one is copied';
    const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
    if (chosen) {
        await vscode.env.clipboard.writeText(chosen.label);
    }
}

function isProgram(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}
