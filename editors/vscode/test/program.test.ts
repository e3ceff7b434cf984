import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProgram, missing, type Machine } from '../src/program';

function machine(...programs: string[]): Machine {
    return { path: '/usr/bin:/opt/bin:relative', home: '/home/me', windows: false, isProgram: (it) => programs.includes(it) };
}

test('a name is looked for on PATH, then where cargo installs', () => {
    const here = machine('/opt/bin/proofwright', '/home/me/.cargo/bin/proofwright');
    assert.deepEqual(findProgram('proofwright', here), { program: '/opt/bin/proofwright' });
    const cargo = machine('/home/me/.cargo/bin/proofwright');
    assert.deepEqual(findProgram('  ', cargo), { program: '/home/me/.cargo/bin/proofwright' });
});

test('a path is taken as it is', () => {
    assert.deepEqual(findProgram('~/b/proofwright', machine('/home/me/b/proofwright')), {
        program: '/home/me/b/proofwright',
    });
    const found = findProgram('/not/here', machine('/usr/bin/here'));
    assert.deepEqual(found, { tried: ['/not/here'] });
    assert.match(missing('/not/here', ['/not/here']), /no program "\/not\/here" at \/not\/here.*cargo install.*proofwright\.path/);
});

test('what is not there is told with all places, and folders that are not absolute are none', () => {
    const found = findProgram('proofwright', machine('relative/proofwright'));
    const tried = ['/usr/bin/proofwright', '/opt/bin/proofwright', '/home/me/.cargo/bin/proofwright'];
    assert.deepEqual(found, { tried });
    assert.match(missing('proofwright', tried), /no program "proofwright" on PATH or in ~\/\.cargo\/bin/);
});

test('on Windows programs end with .exe', () => {
    const program = 'C:\\tools\\proofwright.exe';
    const here = { path: 'C:\\tools;D:\\x', home: 'C:\\me', windows: true, isProgram: (it: string) => it === program };
    assert.deepEqual(findProgram('proofwright', here), { program });
    assert.deepEqual(findProgram(program, here), { program });
});
