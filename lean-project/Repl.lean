module

public import Lean

/-!
The Lean side of Proofwright: one program that answers JSON lines, as docs/protocol.md says.

All logic is behind `handle`, which takes a request line and returns a reply line: it never throws and
never prints. No task and no thread is started, so a copy of the process's memory can go on in its place.

The file must also run on Lean builds that carry only the exported part of the library. There, code that
the compiler would inline or specialise from private parts of the library is missing, which is why loops
run over lists, and why some library functions are called through `call2`.
-/

open Lean Elab

namespace Proofwright

/-! ## Small tools -/

/-- Applies `f` out of the compiler's sight, so that it does not replace `f` by code it cannot find. -/
@[noinline] def call2 (f : α → β → γ) (a : α) (b : β) : γ := f a b

abbrev NameTree := Std.TreeSet Name Name.quickCmp
abbrev NameTable (α : Type) := Std.TreeMap Name α Name.quickCmp

@[noinline] def NameTree.add (t : NameTree) (n : Name) : NameTree := t.insert n

def obj (fields : List (String × Json)) : Json := Json.mkObj fields
def str (s : String) : Json := Json.str s
def nat (n : Nat) : Json := Json.num (JsonNumber.fromNat n)
def names (l : List Name) : Json := Json.arr (l.foldl (fun a n => a.push (str n.toString)) #[])

def field? (j : Json) (key : String) : Option Json :=
  match j.getObjVal? key with
  | .ok .null => none
  | .ok v => some v
  | .error _ => none

def textField (j : Json) (key : String) : Except String String :=
  match field? j key with
  | none => .error s!"the request needs \"{key}\""
  | some v => match v.getStr? with
    | .ok s => .ok s
    | .error _ => .error s!"\"{key}\" must be a string"

def natField (j : Json) (key : String) (default : Option Nat := none) : Except String Nat :=
  match field? j key, default with
  | none, some n => .ok n
  | none, none => .error s!"the request needs \"{key}\""
  | some v, _ => match v.getNat? with
    | .ok n => .ok n
    | .error _ => .error s!"\"{key}\" must be a whole number, 0 or more"

def boolField (j : Json) (key : String) : Except String Bool :=
  match field? j key with
  | none => .ok false
  | some (.bool b) => .ok b
  | some _ => .error s!"\"{key}\" must be true or false"

/-- Why a request has no answer: the kind of error, and a message for a person. -/
structure Failure where
  kind : String
  message : String

abbrev Reply := Except Failure (List (String × Json))

def usage (e : Except String α) : Except Failure α :=
  match e with
  | .ok a => .ok a
  | .error m => .error { kind := "usage", message := m }

def select (want : α → Bool) (l : List α) : List α :=
  (l.foldl (fun out x => if want x then out.push x else out) #[]).toList

def isEmpty (l : List α) : Bool :=
  match l with
  | [] => true
  | _ => false

/-- The first `n` elements, and the rest, of a list in reverse: a merge sort's split. -/
def split (l a b : List α) : List α × List α :=
  match l with
  | [] => (a, b)
  | x :: l => split l (x :: b) a

partial def merge (less : α → α → Bool) (a b : List α) (out : Array α) : Array α :=
  match a, b with
  | [], [] => out
  | x :: a, [] => merge less a [] (out.push x)
  | [], y :: b => merge less [] b (out.push y)
  | x :: a', y :: b' => if less y x then merge less a b' (out.push y) else merge less a' b (out.push x)

partial def sort (less : α → α → Bool) (l : List α) : List α :=
  match l with
  | [] => []
  | [x] => [x]
  | l => let (a, b) := split l [] []
    (merge less (sort less a) (sort less b) #[]).toList

/-! ## Elaborating text, command by command -/

/-- One command of a text, after its elaboration. -/
structure Record where
  start : Nat
  stop : Nat
  /-- Where parsing goes on. -/
  next : Parser.ModuleParserState
  stx : Syntax
  /-- The names that its syntax declares, as the environment has them. -/
  declared : List Name
  messages : List Message
  state : Command.State

/-- A text elaborated: the state after its imports, and its commands. -/
structure Elaborated where
  text : String
  heartbeats : Nat
  headerEnd : Nat
  first : Parser.ModuleParserState
  initial : Command.State
  messages : List Message
  records : List Record
  /-- The command that was not elaborated as it runs code; what follows it is not looked at. -/
  stopped : Option Syntax := none

def Elaborated.final (e : Elaborated) : Command.State :=
  e.records.foldl (fun _ r => r.state) e.initial

def scopeOf (s : Command.State) : Command.Scope :=
  match s.scopes with
  | scope :: _ => scope
  | [] => { header := "" }

def parserContext (s : Command.State) : Parser.ParserModuleContext :=
  let scope := scopeOf s
  { env := s.env, options := scope.opts, currNamespace := scope.currNamespace, openDecls := scope.openDecls }

def inputOf (text : String) : Parser.InputContext :=
  { inputString := text, fileName := "<input>", fileMap := FileMap.ofString text }

def baseOptions (heartbeats : Nat) : Options :=
  let o : Options := {}
  (((o.setBool `Elab.async false).setBool `linter.all false).setNat `maxHeartbeats heartbeats).setNat `maxErrors 1000000

/-- Every node of the syntax that `want` picks, outermost first. -/
partial def collect (want : Syntax → Bool) (stx : Syntax) (out : Array Syntax) : Array Syntax :=
  match stx with
  | .node _ _ args =>
    let out := if want stx then out.push stx else out
    args.toList.foldl (fun out s => collect want s out) out
  | s => if want s then out.push s else out

def byteOf (pos : Option String.Pos.Raw) : Nat :=
  match pos with
  | some p => p.byteIdx
  | none => 0

/-- The names that a command's syntax declares and the environment holds, under the namespace it stands in. -/
def declaredNames (before after : Command.State) (stx : Syntax) : List Name :=
  let ids := collect (fun s => s.isOfKind ``Parser.Command.declId) stx #[]
  let ns := (scopeOf before).currNamespace
  let found := ids.toList.foldl (fun out id =>
    let short := id[0].getId
    let full := match short with
      | .str (.str .anonymous "_root_") s => .str .anonymous s
      | _ => ns ++ short
    let hidden := mkPrivateName after.env full
    let isNew (n : Name) : Bool := (after.env.find? n).isSome && (before.env.find? n).isNone
    if isNew full then out.push full
    else if isNew hidden then out.push hidden
    else out) #[]
  found.toList

/-- What is said of a command before it is elaborated: whether it may be. -/
abbrev Guard := Syntax → Bool

/-- Parses and elaborates one command, if the guard lets it pass. Nothing when the text is at its end. -/
def command (input : Parser.InputContext) (state : Command.State) (at_ : Parser.ModuleParserState)
    (guard : Guard) : IO (Except Syntax (Option Record)) := do
  let (stx, next, log) := Parser.parseCommand input (parserContext state) at_ {}
  if !guard stx then return .error stx
  let ref ← IO.mkRef { state with messages := {} }
  let ended := Parser.isTerminalCommand stx
  if !ended then
    let ctx : Command.Context :=
      { fileName := input.fileName, fileMap := input.fileMap, cmdPos := at_.pos, snap? := none, cancelTk? := none }
    match ← EIO.toIO' (Command.elabCommandTopLevel stx ctx ref) with
    | .ok _ => pure ()
    | .error e => do
      let m : Message := { fileName := "", pos := input.fileMap.toPosition at_.pos, data := e.toMessageData }
      ref.modify fun s => { s with messages := s.messages.add m }
  let after ← ref.get
  let messages := (MessageLog.append log after.messages).toList
  if ended && isEmpty messages then return .ok none
  let start := match stx.getPos? with
    | some p => p.byteIdx
    | none => at_.pos.byteIdx
  let stop := match stx.getTailPos? with
    | some p => p.byteIdx
    | none => next.pos.byteIdx
  let clean := { after with messages := {}, infoState := { enabled := after.infoState.enabled }, snapshotTasks := #[] }
  return .ok (some { start, stop, next, stx, messages, state := clean, declared := declaredNames state clean stx })

/-- The commands from a place on, and the one that the guard stopped. -/
partial def commands (input : Parser.InputContext) (state : Command.State) (at_ : Parser.ModuleParserState) (out : Array Record)
    (guard : Guard := fun _ => true) : IO (Array Record × Option Syntax) := do
  match ← command input state at_ guard with
  | .error stx => return (out, some stx)
  | .ok none => return (out, none)
  | .ok (some r) =>
    let out := out.push r
    if Parser.isTerminalCommand r.stx then return (out, none)
    commands input r.state r.next out guard

/-- Text that failed to elaborate, said with its place. -/
def errorIn (messages : List Message) : IO (Option String) := do
  for m in messages do
    if m.severity matches .error then
      return some s!"line {m.pos.line}, column {m.pos.column}: {← m.data.toString}"
  return none

def allMessages (e : Elaborated) : List Message :=
  let out := e.messages.foldl (fun (a : Array Message) m => a.push m) #[]
  (e.records.foldl (fun a r => r.messages.foldl (fun a m => a.push m) a) out).toList

/-! ## The state of the program -/

/-- A proof state: the goals of one group, and all that is needed to go on from there. -/
structure ProofState where
  goals : List MVarId
  levels : List Name
  core : Core.Context
  coreState : Core.State
  metaState : Meta.State
  term : Term.Context
  /-- Identifies the environment, for fingerprints. -/
  envHash : UInt64

/-- What stood at a hole when the elaborator came by. -/
structure Hole where
  pos : Nat
  state : ProofState
  lctx : LocalContext

/-- What ends a step whose time is over: Lean looks at the token wherever it counts heartbeats. -/
structure Clock where
  /-- The token of the step under way, and when it is to be set: on the monotonic clock in milliseconds, 0 is never.
  A launcher that watches the time by itself sets the first token, and puts it back. -/
  current : IO.Ref (IO.CancelToken × Nat)
  /-- Whether a thread of this process watches. -/
  own : Bool

def Clock.new (own : Bool) : IO Clock := do
  return { current := ← IO.mkRef (← IO.CancelToken.new, 0), own }

/-- Sets the token of each step that runs out of time. -/
partial def Clock.watch (c : Clock) : IO Unit := do
  IO.sleep 20
  let (token, due) ← c.current.get
  if due != 0 && due ≤ (← IO.monoMsNow) then token.set
  c.watch

/-- The token for a step that may take `time` milliseconds; 0 is no limit. -/
def Clock.begin (c : Clock) (time : Nat) : IO IO.CancelToken := do
  if c.own then
    let now ← IO.monoMsNow
    c.current.set (← IO.CancelToken.new, if time == 0 then 0 else now + time)
  return (← c.current.get).1

structure State where
  clock : Clock
  /-- By number; what was dropped is none. -/
  proofs : IO.Ref (Array (Option ProofState))
  /-- Elaborated texts, the latest used first. -/
  texts : IO.Ref (List Elaborated)
  /-- Environments by import lines. -/
  imports : IO.Ref (List (String × Environment))
  holes : IO.Ref (Array Hole)
  /-- The last listing of declarations: what was asked, and the names. -/
  listing : IO.Ref (Option (String × Array Name))

def State.new (own : Bool) : IO State := do
  let clock ← Clock.new own
  let proofs ← IO.mkRef #[]
  let texts ← IO.mkRef []
  let imports ← IO.mkRef []
  let holes ← IO.mkRef #[]
  let listing ← IO.mkRef none
  return { clock, proofs, texts, imports, holes, listing }

def proof? (st : State) (id : Nat) : IO (Option ProofState) := do
  match (← st.proofs.get)[id]? with
  | some p => return p
  | none => return none

def maxTexts : Nat := 8

def firstN (n : Nat) (l : List α) : List α :=
  match n, l with
  | n + 1, x :: l => x :: firstN n l
  | _, _ => []

/-! ### The cache of elaborated texts -/

def describeImports (imports : List Import) : String :=
  imports.foldl (fun s i => s!"{s} {i.module.toString}{i.importAll}{i.isExported}{i.isMeta}") ""

/-- The state before the first command. Where the library's code is incomplete, definitions may go without
    code of their own, as in a `noncomputable section`; to the logic it is all one. -/
def firstState (env : Environment) (opts : Options) : Command.State :=
  let s := Command.mkState env {} opts
  { s with scopes := [{ scopeOf s with isNoncomputable := System.Platform.target.startsWith "wasm32" }] }

/-- The environment that a text's import lines ask for, and where they end. -/
def importsOf (st : State) (input : Parser.InputContext) (heartbeats : Nat) :
    IO (Command.State × Parser.ModuleParserState × List Message) := do
  let (header, next, log) ← Parser.parseHeader input
  let opts := baseOptions heartbeats
  if log.hasErrors then
    return (firstState (← mkEmptyEnvironment) opts, next, log.toList)
  let key := s!"{header.raw[0].getNumArgs}{describeImports (headerToImports header).toList}"
  for (k, env) in ← st.imports.get do
    if k == key then return (firstState env opts, next, log.toList)
  let (env, log) ← processHeader header opts log input 0 #[] false `Main
  if !log.hasErrors then st.imports.modify fun l => (key, env) :: l
  return (firstState env opts, next, log.toList)

/-- The longest run of an earlier text's commands that the new text begins with. The last of them is
    parsed again, as what follows it may have changed where it ends. -/
partial def shared (input : Parser.InputContext) (old : Elaborated) : Array Record :=
  let text := input.inputString
  let rec go (before : Command.State) (at_ : Parser.ModuleParserState) (l : List Record) (out : Array Record) : Array Record :=
    match l with
    | [] => out
    | r :: l =>
      let same := at_.pos.extract text r.next.pos == at_.pos.extract old.text r.next.pos
      if !same then out
      else
        let (stx, next, log) := Parser.parseCommand input (parserContext before) at_ {}
        if log.hasErrors || Parser.isTerminalCommand stx || next.pos.byteIdx != r.next.pos.byteIdx then out
        else go r.state r.next l (out.push r)
  let headerSame := (0 : String.Pos.Raw).extract text old.first.pos == (0 : String.Pos.Raw).extract old.text old.first.pos
  if headerSame then go old.initial old.first old.records #[] else #[]

def elaborate (st : State) (text : String) (heartbeats : Nat) (keep : Bool := true) (guard : Guard := fun _ => true) :
    IO Elaborated := do
  let texts ← st.texts.get
  for old in texts do
    if old.heartbeats == heartbeats && old.text == text then
      let others := select (fun e => !(e.heartbeats == heartbeats && e.text == text)) texts
      st.texts.set (old :: others)
      return old
  let input := inputOf text
  let (initial, first, messages) ← importsOf st input heartbeats
  let mut best : Array Record := #[]
  for old in texts do
    if old.heartbeats == heartbeats && old.first.pos.byteIdx == first.pos.byteIdx then
      let run := shared input old
      if run.size > best.size then best := run
  let failed := messages.foldl (fun b m => b || m.severity matches .error) false
  let (state, at_) := best.toList.foldl (fun _ r => (r.state, r.next)) (initial, first)
  let (records, stopped) ← if failed then pure (best, none) else commands input state at_ best guard
  let done : Elaborated :=
    { text, heartbeats, headerEnd := first.pos.byteIdx, first, initial, messages, records := records.toList, stopped }
  if keep && stopped.isNone then st.texts.modify fun l => firstN maxTexts (done :: l)
  return done

def runsCodeFailure (stx : Syntax) : Failure :=
  { kind := "runs_code", message := s!"a command runs code when it is elaborated (`{stx.getKind.toString}`)" }

/-- The state after a header, which must hold no error. -/
def header (st : State) (text : String) (heartbeats : Nat) (guard : Guard := fun _ => true) : IO (Except Failure Elaborated) := do
  let e ← elaborate st text heartbeats (guard := guard)
  if let some stx := e.stopped then return .error (runsCodeFailure stx)
  match ← errorIn (allMessages e) with
  | some m => return .error { kind := "header", message := m }
  | none => return .ok e

/-! ## Running in a proof state -/

def runTerm (s : ProofState) (heartbeats : Nat) (lctx : LocalContext) (insts : LocalInstances) (x : TermElabM α) :
    IO (Except Exception α × ProofState × MessageLog) := do
  let start ← IO.getNumHeartbeats
  let core := { s.core with
    initHeartbeats := start, maxHeartbeats := heartbeats * 1000
    options := s.core.options.setNat `maxHeartbeats heartbeats }
  let coreRef ← IO.mkRef { s.coreState with messages := {} }
  let metaRef ← IO.mkRef s.metaState
  let termRef ← IO.mkRef ({ levelNames := s.levels } : Term.State)
  let metaCtx : Meta.Context := { lctx, localInstances := insts }
  let result ← EIO.toIO' (x s.term termRef metaCtx metaRef core coreRef)
  let coreState ← coreRef.get
  let metaState ← metaRef.get
  let levels := (← termRef.get).levelNames
  let next := { s with
    levels
    coreState := { coreState with messages := {}, infoState := { enabled := false }, snapshotTasks := #[], cache := {}, traceState := {} }
    metaState := { mctx := metaState.mctx } }
  return (result, next, coreState.messages)

def runMeta (s : ProofState) (x : MetaM α) : IO (Except String α) := do
  let (r, _, _) ← runTerm s 0 {} #[] (do let a ← x; return a)
  match r with
  | .ok a => return .ok a
  | .error e => return .error (← e.toMessageData.toString)

/-! ## Goals as data -/

def headOf (e : Expr) : String :=
  match e.consumeMData.getAppFn.consumeMData with
  | .const n _ => (privateToUserName n).toString
  | .forallE _ _ b _ => if b.hasLooseBVars then "forall" else "->"
  | .sort _ => "Sort"
  | .lam .. => "fun"
  | .letE .. => "let"
  | .lit _ => "lit"
  | .proj n _ _ => n.toString
  | _ => ""

def headField (e : Expr) (fields : List (String × Json)) : List (String × Json) :=
  let head := headOf e
  if head == "" then fields else ("head", str head) :: fields

def addConsts (e : Expr) (out : Std.TreeSet String) : Std.TreeSet String :=
  e.getUsedConstants.toList.foldl (fun out n => out.insert (privateToUserName n).toString) out

/-- The local declarations that a person sees, in order. -/
def visible (lctx : LocalContext) : List LocalDecl :=
  let rec go (i : Nat) (out : List LocalDecl) : List LocalDecl :=
    match i with
    | 0 => out
    | i + 1 => match lctx.getAt? i with
      | some d => go i (if d.isImplementationDetail then out else d :: out)
      | none => go i out
  go lctx.numIndices []

def within (decl : MetavarDecl) (x : MetaM α) : MetaM α :=
  fun ctx => x { ctx with lctx := decl.lctx, localInstances := decl.localInstances }

def pretty (e : Expr) : MetaM String := do
  return (← Meta.ppExpr e).pretty


def indexOf (m : MVarId) (l : List MVarId) (i : Nat) : Nat :=
  match l with
  | [] => i
  | x :: l => if x == m then i else indexOf m l (i + 1)

/-- Numbers the metavariables by their first occurrence, so that two runs give the same term. -/
def canonical (e : Expr) (order : List MVarId) : Expr :=
  if !e.hasExprMVar then e
  else e.replace fun e => match e with
    | .mvar m => some (mkConst (.num `_proofwright.mvar (indexOf m order 0)))
    | _ => none

def fvarsOf (lctx : LocalContext) : Array Expr :=
  lctx.getFVarIds.toList.foldl (fun out f => out.push (mkFVar f)) #[]

/-- A goal as the protocol shows it. -/
structure View where
  goal : MVarId
  json : Json
  hash : UInt64
  /-- The metavariables it mentions that have no value. -/
  mvars : List MVarId

def openMVars (e : Expr) : MetaM (List MVarId) := do
  if !e.hasExprMVar then return []
  let mut out : Array MVarId := #[]
  for m in (← Meta.getMVars e).toList do
    if !(← m.isDelayedAssigned) then out := out.push m
  return out.toList

def kindOf (d : LocalDecl) (type : Expr) : MetaM String := do
  if d.isLet then return "let"
  if ← Meta.isProp type then return "prop"
  if (← Meta.isClass? type).isSome then return "inst"
  return "var"

def view (goal : MVarId) : MetaM View := do
  let decl ← goal.getDecl
  within decl do
    let target ← instantiateMVars decl.type
    let whole ← instantiateMVars (decl.lctx.mkForall (fvarsOf decl.lctx) target (generalizeNondepLet := true))
    let mvars ← openMVars whole
    let shown := (decl.lctx.sanitizeNames.run { options := ← getOptions }).1
    within { decl with lctx := shown } do
      let mut hyps : Array Json := #[]
      let mut consts := addConsts target {}
      let mut hash := whole.hash
      for d in visible shown do
        let type ← instantiateMVars d.type
        let text ← pretty type
        let name := d.userName.toString
        let kind ← kindOf d type
        if kind == "prop" then consts := addConsts type consts
        let mut fields := headField type [("name", str name), ("type", str text), ("kind", str kind)]
        hash := mixHash hash (mixHash name.hash text.hash)
        if let some v := d.value? then
          let value ← pretty (← instantiateMVars v)
          hash := mixHash hash value.hash
          fields := ("value", str value) :: fields
        hyps := hyps.push (obj fields)
      let text ← pretty target
      hash := mixHash hash text.hash
      if !isEmpty mvars then
        let plain := canonical whole mvars
        hash := mixHash plain.hash plain.dbgToString.hash
      let mut fields := headField target [("hyps", Json.arr hyps), ("target", str text),
        ("consts", Json.arr (consts.toList.foldl (fun a c => a.push (str c)) #[]))]
      if !decl.userName.isAnonymous then fields := ("case", str decl.userName.eraseMacroScopes.toString) :: fields
      return { goal, json := obj fields, hash, mvars }

def member (m : MVarId) (l : List MVarId) : Bool :=
  match l with
  | [] => false
  | x :: l => x == m || member m l

def meets (a b : List MVarId) : Bool :=
  match a with
  | [] => false
  | x :: a => member x b || meets a b

/-- Goals with their places, and every metavariable they touch. -/
structure Cluster where
  views : Array (Nat × View)
  touched : List MVarId

/-- Puts goals that share metavariables together. -/
def cluster (views : List View) : List Cluster :=
  let rec go (l : List View) (i : Nat) (out : List Cluster) : List Cluster :=
    match l with
    | [] => out
    | v :: l =>
      let touched := v.goal :: v.mvars
      let near := select (fun c => meets touched c.touched) out
      let far := select (fun c => !meets touched c.touched) out
      let joined := near.foldl (fun (c : Cluster) n =>
        { views := n.views.toList.foldl (fun a x => a.push x) c.views
          touched := n.touched.foldl (fun l m => m :: l) c.touched }) { views := #[(i, v)], touched }
      go l (i + 1) (joined :: far)
  let inOrder := (go views 0 []).foldl (fun out c =>
    ({ c with views := (sort (fun a b => a.1 < b.1) c.views.toList).toArray } : Cluster) :: out) []
  sort (fun a b => (a.views.toList.foldl (fun (m : Nat) x => if m < x.1 then m else x.1) 1000000) <
    (b.views.toList.foldl (fun (m : Nat) x => if m < x.1 then m else x.1) 1000000)) inOrder

def hex (n : UInt64) : String :=
  String.ofList (Nat.toDigits 16 n.toNat)

/-- Stores each group of goals as a proof state of its own, and shows it. -/
def register (st : State) (s : ProofState) (views : List View) : IO Json := do
  let mut groups : Array Json := #[]
  for c in cluster views do
    let mut goals : Array MVarId := #[]
    let mut shown : Array Json := #[]
    let mut places : Array Json := #[]
    let mut hash := s.envHash
    for (i, v) in c.views.toList do
      goals := goals.push v.goal
      shown := shown.push v.json
      places := places.push (nat i)
      hash := mixHash hash v.hash
    let id := (← st.proofs.get).size
    st.proofs.modify fun a => a.push (some { s with goals := goals.toList })
    groups := groups.push (obj [("state", nat id), ("fingerprint", str (hex hash)),
      ("positions", Json.arr places), ("goals", Json.arr shown)])
  return Json.arr groups

/-! ## Where the holes are -/

structure HoleSyntax where
  start : Nat
  stop : Nat
  /-- Where the `sorry` itself is. -/
  pos : Nat
  isTerm : Bool

def isTacticHole (s : Syntax) : Bool :=
  s.isOfKind `Lean.Parser.Tactic.tacticSorry || s.isOfKind `Lean.Parser.Tactic.tacticAdmit

/-- The single tactic of a tactic block, if there is only one. -/
def onlyTactic (stx : Syntax) : Option Syntax :=
  -- tacticSeq (tacticSeq1Indented (null tactic))
  let inner := stx[0][0]
  if inner.getNumArgs == 1 then some inner[0] else none

partial def holesIn (stx : Syntax) (out : Array HoleSyntax) : Array HoleSyntax :=
  let found (s : Syntax) (inner : Syntax) (isTerm : Bool) : Array HoleSyntax :=
    out.push { start := byteOf s.getPos?, stop := byteOf s.getTailPos?, pos := byteOf inner.getPos?, isTerm }
  match stx with
  | .node _ kind args =>
    if kind == ``Parser.Term.sorry then found stx stx true
    else if isTacticHole stx then found stx stx false
    else
      let blockHole := if kind == ``Parser.Term.byTactic then onlyTactic stx[1] else none
      match blockHole with
      | some t => if isTacticHole t then found stx t true else holesIn t out
      | none => args.toList.foldl (fun out s => holesIn s out) out
  | _ => out

def holesOf (e : Elaborated) : List HoleSyntax :=
  (e.records.foldl (fun out r => holesIn r.stx out) #[]).toList

/-! ## Opening a hole

The elaborators of `sorry` are overlaid with ones that note the state they are called in, and then leave
the work to the real ones. So the state is exactly what stands at the hole, in an environment that does
not have the declaration yet: it cannot prove itself.
-/

def noteHole (holes : IO.Ref (Array Hole)) (pos : Nat) (goals : List MVarId) : TermElabM Unit := do
  let mut goal? : Option MVarId := none
  for g in goals do
    if goal?.isNone && !(← g.isAssigned) then goal? := some g
  match goal? with
  | none => return ()
  | some goal =>
    let core ← readThe Core.Context
    let coreState ← getThe Core.State
    let metaState ← getThe Meta.State
    let term ← readThe Term.Context
    let termState ← getThe Term.State
    let lctx := (← goal.getDecl).lctx
    let state : ProofState := {
      goals := [goal], levels := termState.levelNames, envHash := 0
      core := { core with suppressElabErrors := false, currRecDepth := 0, ref := .missing, cancelTk? := none }
      coreState := { coreState with messages := {}, infoState := { enabled := false }, snapshotTasks := #[], cache := {}, traceState := {} }
      metaState := { mctx := metaState.mctx }
      term := { term with errToSorry := false, mayPostpone := true, macroStack := [], tacSnap? := none, inPattern := false } }
    holes.modify fun a => a.push { pos, state, lctx }

def tacticHook (holes : IO.Ref (Array Hole)) : Tactic.Tactic := fun stx => do
  noteHole holes (byteOf stx.getPos?) (← getThe Tactic.State).goals
  throwUnsupportedSyntax

def termHook (holes : IO.Ref (Array Hole)) : Term.TermElab := fun stx expected => do
  match expected with
  | none => pure ()
  | some type =>
    let type ← instantiateMVars type
    -- The type may be known later: ask to be called again then.
    if type.hasExprMVar then Term.tryPostpone
    let goal ← Meta.mkFreshExprMVar (some type) .syntheticOpaque
    noteHole holes (byteOf stx.getPos?) [goal.mvarId!]
  throwUnsupportedSyntax

def withHooks (st : State) (env : Environment) : Environment :=
  let tactic (env : Environment) (key : Name) : Environment :=
    call2 (ScopedEnvExtension.addEntry Tactic.tacticElabAttribute.ext) env
      { key, declName := `Proofwright.tacticHook, isBuiltin := false, value := tacticHook st.holes }
  let env := tactic (tactic env `Lean.Parser.Tactic.tacticSorry) `Lean.Parser.Tactic.tacticAdmit
  call2 (ScopedEnvExtension.addEntry Term.termElabAttribute.ext) env
    { key := ``Parser.Term.sorry, declName := `Proofwright.termHook, isBuiltin := false, value := termHook st.holes }

/-- The hole's goal in a context without the declaration's own name. -/
def withoutSelf (goal : MVarId) : MetaM MVarId := do
  let decl ← goal.getDecl
  let own := select (fun (d : LocalDecl) => d.kind matches .auxDecl) (allDecls decl.lctx)
  let lctx := own.foldl (fun l d => l.erase d.fvarId) decl.lctx
  let type ← instantiateMVars decl.type
  let fresh ← Meta.mkFreshExprMVarAt lctx decl.localInstances type .syntheticOpaque decl.userName
  return fresh.mvarId!
where
  allDecls (lctx : LocalContext) : List LocalDecl :=
    lctx.getFVarIds.toList.foldl (fun out f => match lctx.find? f with
      | some d => d :: out
      | none => out) []

def restsOnSorry (goal : MVarId) : MetaM Bool := do
  let decl ← goal.getDecl
  let whole ← instantiateMVars (decl.lctx.mkForall (fvarsOf decl.lctx) decl.type)
  return whole.hasSorry

def openHole (st : State) (headerText text : String) (nth heartbeats : Nat) : IO Reply := do
  match ← header st headerText heartbeats with
  | .error e => return .error e
  | .ok head =>
    let base := head.final
    st.holes.set #[]
    let input := inputOf text
    let (records, _) ← commands input { base with env := withHooks st base.env } {} #[]
    let done : Elaborated := { text, heartbeats, headerEnd := 0, first := {}, initial := base, messages := [], records := records.toList }
    let noted ← st.holes.get
    st.holes.set #[]
    let statement (m : String) : IO Reply := return .error { kind := "statement", message := m }
    if let some m ← errorIn (allMessages done) then return ← statement m
    let rec nthHole (l : List HoleSyntax) (n : Nat) : Option HoleSyntax :=
      match l, n with
      | [], _ => none
      | h :: _, 0 => some h
      | _ :: l, n + 1 => nthHole l n
    match nthHole (holesOf done) nth with
    | none => statement s!"the text has no `sorry` number {nth} (they are counted from 0)"
    | some hole =>
      let mut shown : Option (ProofState × View) := none
      for h in noted.toList do
        if h.pos == hole.pos then
          let envHash := mixHash headerText.hash (hash heartbeats)
          let s := { h.state with envHash }
          let (r, s, _) ← runTerm s 0 {} #[] do
            let mut found : Option (View × Bool) := none
            for g in s.goals do
              let g ← withoutSelf g
              found := some (← view g, ← restsOnSorry g)
            return found
          match r with
          | .error e => return ← statement s!"the hole's goal cannot be shown: {← e.toMessageData.toString}"
          | .ok none => pure ()
          | .ok (some (v, tainted)) =>
            if tainted then return ← statement "the hole's goal depends on another `sorry`; prove that one first"
            if !isEmpty v.mvars then return ← statement "the type of the hole is not determined: it contains metavariables"
            match shown with
            | none => shown := some ({ s with goals := [v.goal] }, v)
            | some (_, before) =>
              if before.hash != v.hash then
                return ← statement "this `sorry` stands for more than one goal; write one for each"
      match shown with
      | none => statement "Lean did not come by this `sorry` when it elaborated the text"
      | some (s, v) =>
        match ← register st s [v] with
        | .arr groups => return .ok [("group", groups[0]!)]
        | other => return .ok [("group", other)]

/-! ## What a step or a candidate must not contain -/

structure Refusal where
  rule : String
  reason : String

def forbiddenWords : List (String × String × String) := [
  ("sorry", "sorry", "`sorry` proves nothing"),
  ("admit", "sorry", "`admit` proves nothing"),
  ("stop", "sorry", "`stop` leaves the rest unproved"),
  ("native_decide", "native", "`native_decide` trusts the compiler"),
  ("run_tac", "command", "`run_tac` runs code at elaboration"),
  ("run_elab", "command", "`run_elab` runs code at elaboration"),
  ("run_cmd", "command", "`run_cmd` runs code at elaboration"),
  ("run_meta", "command", "`run_meta` runs code at elaboration"),
  ("by_elab", "command", "`by_elab` runs code at elaboration"),
  ("eval%", "command", "`eval%` runs code at elaboration"),
  ("include_str", "command", "`include_str` reads a file at elaboration"),
  ("include_bytes", "command", "`include_bytes` reads a file at elaboration"),
  ("unsafe", "unsafe", "`unsafe` is not allowed"),
  ("partial", "unsafe", "`partial` is not allowed"),
  ("implemented_by", "unsafe", "`implemented_by` is not allowed"),
  ("extern", "unsafe", "`extern` is not allowed")]

def allowedOptions : List Name :=
  [`maxRecDepth, `maxHeartbeats, `synthInstance.maxHeartbeats, `synthInstance.maxSize, `autoImplicit,
   `relaxedAutoImplicit, `exponentiation.threshold]

def optionRefusal (stx : Syntax) (limit : Nat) : Option Refusal :=
  let name := stx[1].getId
  let value := (collect (fun s => s.isOfKind numLitKind) stx #[]).toList
  let known := (`pp).isPrefixOf name || (`linter).isPrefixOf name || allowedOptions.foldl (fun b n => b || n == name) false
  if !known then some { rule := "command", reason := s!"`set_option {name.toString}` is not allowed here" }
  else if name == `maxHeartbeats || name == `synthInstance.maxHeartbeats then
    let n := match value with
      | v :: _ => match v.isNatLit? with
        | some n => n
        | none => 0
      | [] => 0
    if limit != 0 && (n == 0 || n > limit) then
      some { rule := "command", reason := s!"`set_option {name.toString}` goes beyond the limit of {limit}" }
    else none
  else none

def wordRefusal (word : String) (l : List (String × String × String)) : Option Refusal :=
  match l with
  | [] => none
  | (w, rule, reason) :: l => if w == word then some { rule, reason } else wordRefusal word l

/-- The first thing in the syntax that is not allowed in a step. -/
partial def refusal (stx : Syntax) (limit : Nat) : Option Refusal :=
  match stx with
  | .atom _ word => wordRefusal word.trimAscii.toString forbiddenWords
  | .node _ kind args =>
    let own :=
      if kind == ``Parser.Term.set_option || kind == ``Parser.Tactic.set_option || kind == ``Parser.Command.set_option then
        optionRefusal stx limit
      else if kind == ``Parser.Tactic.posConfigItem && stx[1].getId == `native then
        some { rule := "native", reason := "`+native` trusts the compiler" }
      else none
    args.toList.foldl (fun found s => match found with
      | some r => some r
      | none => refusal s limit) own
  | _ => none

/-! ## Axioms -/

structure Walk where
  seen : NameTree := {}
  axioms : NameTree := {}
  /-- Imported theorems whose proofs are not in the library files here. -/
  taken : Nat := 0

/-- Is this a true axiom? (A theorem whose proof is not imported looks like one.) -/
def isAxiom (env : Environment) (n : Name) : Bool :=
  match getOriginalConstKind? env n with
  | some .axiom => true
  | some _ => false
  | none => true

def pushAll (a : Array Name) (l : List Name) : List Name :=
  a.toList.foldl (fun l n => n :: l) l

/-- Follows what the constants rest on; with `localOnly`, no further than the imports. -/
partial def walk (env : Environment) (localOnly : Bool) (todo : List Name) (w : Walk) : Walk :=
  match todo with
  | [] => w
  | n :: todo =>
    if w.seen.contains n then walk env localOnly todo w
    else
      let w := { w with seen := w.seen.insert n }
      match env.find? n with
      | none => walk env localOnly todo w
      | some (.axiomInfo v) =>
        if isAxiom env n then walk env localOnly todo { w with axioms := w.axioms.insert n }
        else walk env localOnly (if localOnly then todo else pushAll v.type.getUsedConstants todo) { w with taken := w.taken + 1 }
      | some info =>
        if localOnly && (env.getModuleIdxFor? n).isSome then walk env localOnly todo w
        else
          let todo := pushAll info.type.getUsedConstants todo
          let todo := match info.value? (allowOpaque := true) with
            | some v => pushAll v.getUsedConstants todo
            | none => todo
          let todo := match info with
            | .inductInfo v => v.ctors.foldl (fun l c => c :: l) todo
            | _ => todo
          walk env localOnly todo w

/-- The rule that an axiom breaks, if it is not one of the three that Lean's own library stands on. -/
def axiomRefusal (axioms : List Name) (allowed : List Name) : Option Refusal :=
  match axioms with
  | [] => none
  | a :: l =>
    if a == ``sorryAx then some { rule := "sorry", reason := "it rests on `sorry`" }
    else if allowed.foldl (fun b n => b || n == a) false then axiomRefusal l allowed
    else if a == `Lean.ofReduceBool || a == `Lean.ofReduceNat || a == `Lean.trustCompiler then
      some { rule := "native", reason := s!"it trusts the compiler (axiom `{a.toString}`)" }
    else some { rule := "axiom", reason := s!"it rests on the axiom `{a.toString}`" }

def standardAxioms : List Name := [``propext, ``Classical.choice, ``Quot.sound]

/-! ## Steps -/

/-- Parses a whole text as a tactic block. -/
def parseTactics (s : ProofState) (text : String) : Except String Syntax :=
  let input := inputOf text
  let ctx : Parser.ParserModuleContext :=
    { env := s.coreState.env, options := s.core.options, currNamespace := s.core.currNamespace, openDecls := s.core.openDecls }
  let p := Parser.andthenFn Parser.whitespace Parser.Tactic.tacticSeq.fn
  let out := p.run input ctx (Parser.getTokenTable s.coreState.env) (Parser.mkParserState text)
  if out.allErrors.size != 0 then .error (out.toErrorMsg input)
  else if out.pos.byteIdx < text.utf8ByteSize then .error s!"byte {out.pos.byteIdx}: expected the end of the step"
  else .ok out.stxStack.back

def tacticRun (stx : Syntax) (goals : List MVarId) : TermElabM (List MVarId) := fun c r mc mr cc cr => do
  let state ← IO.mkRef { goals }
  let act : Tactic.TacticM Unit := do
    Tactic.evalTactic stx
    Term.synthesizeSyntheticMVarsNoPostponing
    Tactic.pruneSolvedGoals
  act { elaborator := .anonymous, recover := false } state c r mc mr cc cr
  return (← state.get).goals

/-- What is wrong with the terms that a step gave to the goals it was run on. -/
def examine (before after : List MVarId) (views : List View) : TermElabM (Option Refusal) := do
  let env ← getEnv
  let lost (l : List MVarId) : Bool := l.foldl (fun b m => b || !member m after) false
  for g in before do
    let value ← instantiateMVars (mkMVar g)
    if value.hasSorry then return some { rule := "sorry", reason := "the step leaves a `sorry` in the term" }
    let w := walk env true value.getUsedConstants.toList {}
    if let some r := axiomRefusal w.axioms.toList standardAxioms then return some r
    if lost (← openMVars value) then
      return some { rule := "lost", reason := "the step leaves a metavariable that is not among the goals" }
    if isEmpty after then
      let decl ← g.getDecl
      let type ← instantiateMVars decl.type
      let agrees ← within decl do
        let found ← Meta.inferType value
        Meta.isDefEq found type
      if !agrees then return some { rule := "type", reason := "the term does not have the goal's type" }
      let xs := fvarsOf decl.lctx
      let value ← instantiateMVars (decl.lctx.mkLambda xs value (generalizeNondepLet := true))
      let type ← instantiateMVars (decl.lctx.mkForall xs type (generalizeNondepLet := true))
      if !value.hasLevelMVar && !type.hasLevelMVar then
        let levels := (collectLevelParams (collectLevelParams {} type) value).params.toList
        let decl := Declaration.defnDecl
          { name := `_proofwright, levelParams := levels, type, value, hints := .opaque, safety := .safe }
        match env.toKernelEnv.addDeclCore 0 decl none with
        | .ok _ => pure ()
        | .error e =>
          let text ← (e.toMessageData {}).toString
          return some { rule := "kernel", reason := s!"the kernel refuses the term: {text}" }
  for v in views do
    if lost v.mvars then
      return some { rule := "lost", reason := "a goal mentions a metavariable that is not among the goals" }
  return none

def isLimit (n : Name) : Bool := n == `runtime.maxHeartbeats

/-- What a "Try this" message proposes. -/
def suggestion (log : List Message) : IO (Option String) := do
  for m in log do
    if m.severity matches .information then
      let text ← m.data.toString
      if text.startsWith "Try th" then
        match text.splitOn "[apply] " with
        | _ :: first :: _ => return some first.trimAscii.toString
        | _ => match text.splitOn "Try this: " with
          | _ :: first :: _ => return some first.trimAscii.toString
          | _ => pure ()
  return none

def rejected (rule reason : String) : Reply :=
  .ok [("verdict", str "rejected"), ("rule", str rule), ("reason", str reason)]

def inconclusive (limit : String) : Reply :=
  .ok [("verdict", str "inconclusive"), ("limit", str limit)]

/-- The verdict of the first error in the log. -/
def loggedError (messages : List Message) : IO (Option Reply) := do
  for m in messages do
    if m.severity matches .error then
      if m.data.hasTag isLimit then return some (inconclusive "heartbeats")
      return some (rejected "error" (← m.data.toString))
  return none

/-- The verdict on a step that threw. -/
def thrown (e : Exception) (log : List Message) : IO Reply := do
  if e.isInterrupt then return inconclusive "time"
  if e.isMaxHeartbeat then return inconclusive "heartbeats"
  if let some r ← loggedError log then return r
  return rejected "error" (← e.toMessageData.toString)

def step (st : State) (id : Nat) (text : String) (heartbeats time : Nat) : IO Reply := do
  match ← proof? st id with
  | none => return .error { kind := "unknown_state", message := s!"there is no state {id}; it was dropped, or is another worker's" }
  | some s =>
    match parseTactics s text with
    | .error e => return rejected "parse" e
    | .ok stx =>
      if let some r := refusal stx heartbeats then return rejected r.rule r.reason
      let token ← st.clock.begin time
      let s := { s with core := { s.core with cancelTk? := some token } }
      let (result, next, log) ← runTerm s heartbeats {} #[] (tacticRun stx s.goals)
      let messages := log.toList
      match result with
      | .error e => thrown e messages
      | .ok goals =>
        if let some r ← loggedError messages then return r
        let (checked, next, _) ← runTerm next 0 {} #[] do
          let mut views : Array View := #[]
          for g in goals do views := views.push (← view g)
          let r ← examine s.goals goals views.toList
          return (views.toList, r)
        match checked with
        | .error e => thrown e []
        | .ok (_, some r) => return rejected r.rule r.reason
        | .ok (views, none) =>
          let hint := match ← suggestion messages with
            | some t => [("try", str t)]
            | none => []
          if isEmpty goals then return .ok (("verdict", str "closed") :: hint)
          let groups ← register st next views
          return .ok (("verdict", str "progress") :: ("groups", groups) :: hint)

/-! ## Checking a text -/

def showMessage (text : FileMap) (m : Message) : IO Json := do
  let stop := match m.endPos with
    | some p => p
    | none => m.pos
  let severity := match m.severity with
    | .error => "error"
    | .warning => "warning"
    | .information => "info"
  return obj [("severity", str severity), ("start", nat (text.ofPosition m.pos).byteIdx), ("end", nat (text.ofPosition stop).byteIdx),
    ("line", nat m.pos.line), ("column", nat m.pos.column), ("text", str (← m.data.toString))]

def constKind (env : Environment) (n : Name) : String :=
  match getOriginalConstKind? env n with
  | some .thm => "theorem"
  | some .defn => "def"
  | some .axiom => "axiom"
  | some .opaque => "opaque"
  | some .induct => "inductive"
  | some .ctor => "constructor"
  | some .recursor => "recursor"
  | some .quot => "quot"
  | none => "unknown"

/-- Runs an action of the elaborator on no goal, in an environment. -/
def inState (s : Command.State) (x : MetaM α) : IO (Except String α) := do
  let scope := scopeOf s
  let core : Core.Context := {
    fileName := "<input>", fileMap := FileMap.ofString "", options := scope.opts
    currNamespace := scope.currNamespace, openDecls := scope.openDecls, maxHeartbeats := 0 }
  let coreRef ← IO.mkRef ({ env := s.env } : Core.State)
  let metaRef ← IO.mkRef ({} : Meta.State)
  match ← EIO.toIO' (x {} metaRef core coreRef) with
  | .ok a => return .ok a
  | .error e => return .error (← e.toMessageData.toString)

def showDecl (s : Command.State) (n : Name) (start : Nat) : IO Json := do
  match s.env.find? n with
  | none => return .null
  | some info =>
    let type ← inState s (pretty info.type)
    let axioms := (walk s.env false [n] {}).axioms.toList
    let isSorry := axioms.foldl (fun b a => b || a == ``sorryAx) false
    return obj [("name", str (privateToUserName n).toString), ("kind", str (constKind s.env n)),
      ("type", str (match type with | .ok t => t | .error e => e)),
      ("axioms", names (sort (fun a b => a.toString < b.toString) axioms)), ("sorry", Json.bool isSorry), ("start", nat start)]

/-- The word that says what a declaration command declares. -/
def declWord (stx : Syntax) : Json :=
  if stx.isOfKind ``Parser.Command.declaration then
    match stx[1].getKind with
    | .str _ "definition" => str "def"
    | .str _ s => str s
    | _ => .null
  else .null

def check (st : State) (text : String) (heartbeats : Nat) : IO Reply := do
  let e ← elaborate st text heartbeats
  let file := FileMap.ofString text
  let mut messages : Array Json := #[]
  for m in allMessages e do messages := messages.push (← showMessage file m)
  let mut shown : Array Json := #[]
  let mut decls : Array Json := #[]
  for r in e.records do
    if !Parser.isTerminalCommand r.stx then
      let holes := (holesIn r.stx #[]).toList.foldl (fun a h => a.push (obj
        [("start", nat h.start), ("end", nat h.stop), ("term", Json.bool h.isTerm)])) #[]
      shown := shown.push (obj [("start", nat r.start), ("end", nat r.stop), ("kind", str r.stx.getKind.toString),
        ("decl", declWord r.stx), ("names", names (r.declared.foldl (fun a n => a.push (privateToUserName n)) #[]).toList), ("holes", Json.arr holes)])
      for n in r.declared do decls := decls.push (← showDecl r.state n r.start)
  return .ok [("messages", Json.arr messages), ("header_end", nat e.headerEnd), ("commands", Json.arr shown), ("decls", Json.arr decls)]

/-! ## Listing declarations -/

partial def keysOf (node : PersistentHashMap.Node Name ConstantInfo) (out : Array Name) : Array Name :=
  match node with
  | .entries es => es.toList.foldl (fun out e => match e with
    | .entry k _ => out.push k
    | .ref n => keysOf n out
    | .null => out) out
  | .collision ks _ _ => ks.toList.foldl (fun out k => out.push k) out

/-- The constants that were added after the imports, by name. -/
def addedNames (env : Environment) : List Name :=
  sort (fun (a b : Name) => a.toString < b.toString) (keysOf env.constants.map₂.root #[]).toList

/-- What a listing is to hold. -/
structure Wanted where
  /-- What the names begin with. -/
  start : String
  /-- Only these modules; every one, and the text's own declarations, if there is no list. -/
  modules : Option (List Name)
  /-- Only what the text itself declares. -/
  added : Bool
  /-- Only what a proof may be made with. -/
  useful : Bool

/-- What Lean makes by itself beside a constructor, and beside any declaration. -/
def besideConstructors : List String := ["inj", "injEq", "hinj", "sizeOf_spec", "elim"]
def besideDeclarations : List String :=
  ["noConfusion", "noConfusionType", "ctorIdx", "toCtorIdx", "ctorElim", "ctorElimType", "congr_simp", "hcongr", "eq_def",
   "eq_unfold", "induct", "induct_unfolding", "mutual_induct", "fun_cases", "fun_cases_unfolding"]

/-- Names under these are for programs about Lean, and for decision procedures from inside. -/
def machinery : List Name := [`Lean, `Lake, `Std.Tactic, `Std.Sat]

def amongNames (n : Name) (l : List Name) : Bool := l.foldl (fun b m => b || m == n) false
def amongWords (s : String) (l : List String) : Bool := l.foldl (fun b w => b || w == s) false

partial def hasPart (part : String) (n : Name) : Bool :=
  match n with
  | .str p s => s == part || hasPart part p
  | .num p _ => hasPart part p
  | .anonymous => false

def isConstructor (env : Environment) (n : Name) : Bool :=
  match env.find? n with
  | some (.ctorInfo _) => true
  | _ => false

def isInductive (env : Environment) (n : Name) : Bool :=
  match env.find? n with
  | some (.inductInfo _) => true
  | _ => false

/-- Is this how Lean calls an instance that nobody gave a name? Some are no instances any more where they end up. -/
def isInstanceName (s : String) : Bool :=
  match s.toList with
  | 'i' :: 'n' :: 's' :: 't' :: c :: _ => c.isUpper
  | _ => false

/-- What a type with arguments gives in the end. -/
def resultOf (e : Expr) : Expr :=
  match e with
  | .forallE _ _ b _ => resultOf b
  | e => e

/-- Is this, or is it a part of, what Lean makes for recursion over an inductive type? -/
partial def isOfRecursion (env : Environment) (n : Name) : Bool :=
  match n with
  | .str p s => ((s == "below" || s == "brecOn") && isInductive env p) || isOfRecursion env p
  | _ => false

/-- Whether the values of this inductive type are proofs. -/
def isPredicate (env : Environment) (type : Name) : Bool :=
  match env.find? type with
  | some info => (resultOf info.type matches .sort .zero)
  | none => false

/-- Whether a person would use this in a proof: theorems, axioms, definitions to unfold, and constructors of the text's own
predicates (`constructor` finds all others); not what Lean makes beside them, not instances, which Lean finds by itself, and
nothing deprecated. -/
def isUseful (env : Environment) (n : Name) : Bool :=
  let shown := privateToUserName n
  let imported := (env.getModuleIdxFor? n).isSome
  -- The declarations of a text are private in some builds, and so is what they stand under.
  let made := match n with
    | .str p s => amongWords s besideDeclarations || (amongWords s besideConstructors && isConstructor env p) || Meta.isInstanceCore env p
      || Meta.isMatcherCore env p || isInstanceName s
    | _ => true
  -- `Raw` is what Std's maps and sets are made of.
  let inside := imported && (hasPart "Internal" shown || (`Std).isPrefixOf shown && hasPart "Raw" shown || machinery.foldl (fun b m => b || m.isPrefixOf shown) false)
  if made || inside || isOfRecursion env n || Meta.isInstanceCore env n || Linter.isDeprecated env n then false
  else match getOriginalConstKind? env n with
    | some .thm => true
    | some .axiom => n != ``sorryAx
    | some .ctor => match env.find? n with
      | some (.ctorInfo v) => !imported && isPredicate env v.induct && !isClass env v.induct
      | _ => false
    | some .defn =>
      if isAuxRecursor env n || isNoConfusion env n || Meta.isMatcherCore env n || env.isProjectionFn n then false
      else match env.find? n with
        | some info => !info.isUnsafe && !info.isPartial &&
          !(imported && info.type.getUsedConstants.toList.foldl (fun b c => b || (`Lean).isPrefixOf c) false)
        | none => false
    | _ => false

/-- Every public constant that is wanted: the modules' in the order in which they are named, else that of the imports, and then the
text's own. -/
def listNames (env : Environment) (w : Wanted) : Array Name :=
  let add (out : Array Name) (n : Name) : Array Name :=
    let shown := privateToUserName n
    if shown.isInternalDetail || shown.hasMacroScopes then out
    else if w.start != "" && !shown.toString.startsWith w.start then out
    else if w.useful && !isUseful env n then out
    else out.push n
  let visible (out : Array Name) (n : Name) : Array Name := if isPrivateName n then out else add out n
  let ofModule (out : Array Name) (d : ModuleData) : Array Name := d.constNames.toList.foldl visible out
  match w.modules with
  | some l => l.foldl (fun out m => match env.getModuleIdx? m with
    | some i => match env.header.moduleData[i.toNat]? with
      | some d => ofModule out d
      | none => out
    | none => out) #[]
  | none => (addedNames env).foldl add (if w.added then #[] else env.header.moduleData.toList.foldl ofModule #[])

def describeWanted (w : Wanted) : String :=
  let modules := match w.modules with
    | some l => (names l).compress
    | none => ""
  s!"{w.start}\n{modules}\n{w.added}\n{w.useful}"

/-- Places `at_` to `stop` of a listing. -/
partial def page (l : Array Name) (at_ stop : Nat) (out : Array Name) : Array Name :=
  match l[at_]? with
  | some n => if at_ < stop then page l (at_ + 1) stop (out.push n) else out
  | none => out

/-- A declaration as the protocol shows it. -/
def declJson (s : Command.State) (n : Name) (info : ConstantInfo) : IO Json := do
  let type ← inState s (pretty info.type)
  let consts := info.type.getUsedConstants.toList.foldl (fun (a : Array Json) c => a.push (str (privateToUserName c).toString)) #[]
  let mut fields := [("name", str (privateToUserName n).toString), ("kind", str (constKind s.env n)),
    ("type", str (match type with | .ok t => t | .error e => e)), ("consts", Json.arr consts)]
  if let some i := s.env.getModuleIdxFor? n then
    -- `moduleNames` would make a list of all of them each time.
    if let some m := s.env.header.modules[i.toNat]? then
      fields := ("module", str m.module.toString) :: fields
  if let some doc ← findDocString? s.env n then
    fields := ("doc", str doc) :: fields
  return obj fields

def decls (st : State) (headerText : String) (w : Wanted) (offset limit heartbeats : Nat) : IO Reply := do
  match ← header st headerText heartbeats with
  | .error e => return .error e
  | .ok head =>
    let s := head.final
    let key := s!"{describeWanted w}\n{headerText}"
    let found ← match ← st.listing.get with
      | some (k, l) => if k == key then pure l else pure (listNames s.env w)
      | none => pure (listNames s.env w)
    st.listing.set (some (key, found))
    let mut out : Array Json := #[]
    for n in (page found offset (offset + limit) #[]).toList do
      if let some info := s.env.find? n then
        out := out.push (← declJson s n info)
    return .ok [("total", nat found.size), ("decls", Json.arr out)]

/-- The file of a module that is not of the toolchain. -/
def fileOf (module : Name) : IO (Option String) := do
  if amongNames module.getRoot [`Init, `Std, `Lean, `Lake] then return none
  try
    return some (← findOLean module).toString
  catch _ => return none

/-- The modules that a text imports, directly or not, in the order of their declarations. -/
def modules (st : State) (headerText : String) (heartbeats : Nat) : IO Reply := do
  match ← header st headerText heartbeats with
  | .error e => return .error e
  | .ok head =>
    let mut out : Array Json := #[]
    for m in head.initial.env.header.moduleNames.toList do
      match ← fileOf m with
      | some f => out := out.push (obj [("name", str m.toString), ("file", str f)])
      | none => out := out.push (obj [("name", str m.toString)])
    return .ok [("modules", Json.arr out)]

/-! ## Certifying

The candidate is elaborated in the header's environment like the statement. What it added is then taken
as data only: every constant goes through the kernel once more, from the imports on, together with what
it uses of the header. So neither options nor tricks with the environment can leave the kernel out.
-/

structure Replay where
  kernel : Kernel.Environment
  done : NameTree := {}

def inductiveTypes (env : Environment) (all : List Name) : List InductiveType :=
  (all.foldl (fun (out : Array InductiveType) n => match env.find? n with
    | some (.inductInfo v) =>
      let ctors := v.ctors.foldl (fun (cs : Array Constructor) c => match env.find? c with
        | some info => cs.push { name := c, type := info.type }
        | none => cs) #[]
      out.push { name := n, type := v.type, ctors := ctors.toList }
    | _ => out) #[]).toList

/-- Is this constant, which the kernel made beside an inductive type, the one of the environment? -/
def sameConstant (a b : ConstantInfo) : Bool :=
  let levels (i : ConstantInfo) : String := (names i.levelParams).compress
  levels a == levels b && a.type == b.type && (match a, b with
    | .recInfo a, .recInfo b =>
      (a.rules.foldl (fun (out : Array Expr) r => out.push r.rhs) #[]) == (b.rules.foldl (fun (out : Array Expr) r => out.push r.rhs) #[])
        && a.numMotives == b.numMotives && a.numMinors == b.numMinors && a.numIndices == b.numIndices && a.k == b.k
    | .ctorInfo a, .ctorInfo b => a.cidx == b.cidx && a.numParams == b.numParams && a.numFields == b.numFields
    | .recInfo _, _ => false
    | .ctorInfo _, _ => false
    | .inductInfo a, .inductInfo b =>
      (names a.ctors).compress == (names b.ctors).compress && a.numParams == b.numParams && a.numIndices == b.numIndices
    | .inductInfo _, _ => false
    | a, b => match a.value? (allowOpaque := true), b.value? (allowOpaque := true) with
      | some x, some y => x == y
      | none, none => true
      | _, _ => false)

/-- Adds a constant, after all that it uses, to the kernel's environment. -/
partial def replay (env : Environment) (n : Name) (r : Replay) : IO (Except String Replay) := do
  if r.done.contains n || (env.getModuleIdxFor? n).isSome then return .ok r
  let r := { r with done := r.done.add n }
  let rec all (l : List Name) (r : Replay) : IO (Except String Replay) := do
    match l with
    | [] => return .ok r
    | n :: l => match ← replay env n r with
      | .ok r => all l r
      | .error e => return .error e
  let add (uses : List Name) (decl : Declaration) : IO (Except String Replay) := do
    match ← all uses r with
    | .error e => return .error e
    | .ok r => match r.kernel.addDeclCore 0 decl none with
      | .ok k => return .ok { r with kernel := k }
      | .error e => return .error s!"the kernel refuses `{n.toString}`: {← (e.toMessageData {}).toString}"
  match env.find? n with
  | none => return .error s!"`{n.toString}` is not in the environment"
  | some info =>
    let uses := pushAll info.type.getUsedConstants (match info.value? (allowOpaque := true) with
      | some v => v.getUsedConstants.toList
      | none => [])
    if info.isUnsafe || info.isPartial then return .error s!"`{n.toString}` is unsafe or partial"
    match info with
    | .axiomInfo v => add uses (.axiomDecl v)
    | .defnInfo v => add uses (.defnDecl v)
    | .thmInfo v => add uses (.thmDecl v)
    | .opaqueInfo v => add uses (.opaqueDecl v)
    | .quotInfo _ => add uses .quotDecl
    | .ctorInfo v => match ← replay env v.induct r with
      | .ok r => made n info r
      | .error e => return .error e
    | .recInfo v => match ← replay env v.name.getPrefix r with
      | .ok r => made n info r
      | .error e => return .error e
    | .inductInfo v =>
      let types := inductiveTypes env v.all
      let r := v.all.foldl (fun (r : Replay) n => { r with done := r.done.add n }) r
      let uses := types.foldl (fun l t => t.ctors.foldl (fun l c => pushAll c.type.getUsedConstants l) (pushAll t.type.getUsedConstants l)) []
      let own := types.foldl (fun l t => t.ctors.foldl (fun l c => c.name :: l) l) v.all
      let outer := select (fun u => !own.foldl (fun b o => b || o == u) false) uses
      match ← all outer r with
      | .error e => return .error e
      | .ok r => match r.kernel.addDeclCore 0 (.inductDecl v.levelParams v.numParams types v.isUnsafe) none with
        | .ok k => return .ok { r with kernel := k }
        | .error e => return .error s!"the kernel refuses `{n.toString}`: {← (e.toMessageData {}).toString}"
where
  made (n : Name) (info : ConstantInfo) (r : Replay) : IO (Except String Replay) := do
    match r.kernel.find? n with
    | none => return .error s!"the kernel does not make `{n.toString}`"
    | some k =>
      if sameConstant info k then
        return .ok r
      else
        return .error s!"`{n.toString}` is not what the kernel makes"

/-- The word of a command that declares one thing, below `open … in` and the like. -/
partial def declaration (stx : Syntax) : Except Refusal Syntax :=
  let refuse (what : String) : Except Refusal Syntax :=
    .error { rule := "command", reason := s!"{what}: only one theorem (or definition) is allowed" }
  if stx.isOfKind ``Parser.Command.in then
    let before := stx[0].getKind
    let harmless := [``Parser.Command.open, ``Parser.Command.set_option, ``Parser.Command.omit, ``Parser.Command.include,
      ``Parser.Command.variable, ``Parser.Command.universe].foldl (fun b k => b || k == before) false
    if harmless then declaration stx[2] else refuse s!"`{before.toString}`"
  else if stx.isOfKind ``Parser.Command.declaration then
    match declWord stx with
    | .str w => if w == "theorem" || w == "def" || w == "abbrev" || w == "instance" || w == "example" then .ok stx else refuse s!"`{w}`"
    | _ => refuse "a declaration"
  else match stx.getKind with
    | .str _ "lemma" => .ok stx
    | k => refuse s!"`{k.toString}`"

/-- The word of the one declaration: `theorem`, `def` and so on. -/
def wordOf (stx : Syntax) : Option String :=
  match declaration stx with
  | .ok d => match declWord d with
    | .str w => some w
    | _ => none
  | .error _ => none

/-- A text of one command, parsed. -/
def single (s : Command.State) (text : String) : IO (Except Refusal Syntax) := do
  let input := inputOf text
  let (stx, next, log) := Parser.parseCommand input (parserContext s) {} {}
  if log.hasErrors then
    return .error { rule := "parse", reason := (← errorIn log.toList).getD "it does not parse" }
  match declaration stx with
  | .error r => return .error r
  | .ok _ =>
    let (after, _, log) := Parser.parseCommand input (parserContext s) next {}
    if log.hasErrors then return .error { rule := "parse", reason := (← errorIn log.toList).getD "it does not parse" }
    if !Parser.isTerminalCommand after then
      return .error { rule := "command", reason := "something follows the declaration: only one theorem (or definition) is allowed" }
    return .ok stx

def exampleName : String := "proofwright_example"

/-- An `example` leaves nothing in the environment, so it is certified as a theorem with a name. -/
def named (stx : Syntax) (text : String) : String :=
  match (collect (fun s => s.isOfKind ``Parser.Command.example) stx #[]).toList with
  | e :: _ =>
    let start : String.Pos.Raw := ⟨byteOf e[0].getPos?⟩
    let stop : String.Pos.Raw := ⟨byteOf e[0].getTailPos?⟩
    s!"{(0 : String.Pos.Raw).extract text start}theorem {exampleName}{stop.extract text text.rawEndPos}"
  | [] => text

def attributesOf (stx : Syntax) : List String :=
  (collect (fun s => s.isOfKind ``Parser.Term.attrInstance) stx #[]).toList.foldl (fun l a => match a.reprint with
    | some t => t.trimAscii.toString :: l
    | none => "?" :: l) []

def harmlessAttributes : List String :=
  ["simp", "grind", "grind =", "grind →", "grind ←", "ext", "reducible", "irreducible", "inline", "refl", "symm", "trans", "congr",
   "elab_as_elim", "instance", "norm_cast", "push_cast", "local simp", "local grind", "simp↓", "specialize", "always_inline"]

def attributeRefusal (stx : Syntax) (allowed : List String) : Option Refusal :=
  (attributesOf stx).foldl (fun found a => match found with
    | some r => some r
    | none =>
      if allowed.foldl (fun b x => b || x == a) false then none
      else some { rule := "attribute", reason := s!"the attribute `{a}` is not in the statement" }) none

/-- Commands that run no code of the text itself, beside the code of what the text imports. A notation is a template. -/
def inertCommands : List SyntaxNodeKind :=
  [``Parser.Command.declaration, ``Parser.Command.mutual, ``Parser.Command.namespace, ``Parser.Command.section, ``Parser.Command.end,
   ``Parser.Command.open, ``Parser.Command.export, ``Parser.Command.variable, ``Parser.Command.universe, ``Parser.Command.set_option,
   ``Parser.Command.attribute, ``Parser.Command.notation, ``Parser.Command.mixfix, ``Parser.Command.omit, ``Parser.Command.include, ``Parser.Command.moduleDoc, ``Parser.Command.eoi]

/-- Does a command run code that the text brings: as a command, within a term or a proof, or by an attribute? When in doubt it
does. A text that runs code can change what this process does from then on. -/
partial def runsCode (stx : Syntax) : Bool :=
  if stx.isOfKind ``Parser.Command.in then runsCode stx[0] || runsCode stx[2]
  else
    let inert := inertCommands.foldl (fun b k => b || stx.isOfKind k) (wordOf stx).isSome
    let word := collect (fun s => match s with
      | .atom _ w => match wordRefusal w.trimAscii.toString forbiddenWords with
        | some r => r.rule != "sorry"
        | none => false
      | _ => false) stx #[]
    !inert || word.size != 0 || (attributeRefusal stx harmlessAttributes).isSome

/-- One declaration elaborated in the header's environment. -/
structure Declared where
  state : Command.State
  name : Name
  info : ConstantInfo

def declareIn (s : Command.State) (stx : Syntax) (text : String) (name : Option String) : IO (Except Refusal Declared) := do
  let text := named stx text
  let (records, _) ← commands (inputOf text) s {} #[]
  let messages := (records.toList.foldl (fun out r => r.messages.foldl (fun (out : Array Message) m => out.push m) out) #[]).toList
  for m in messages do
    if m.severity matches .error then
      let rule := if m.data.hasTag isLimit then "heartbeats" else "error"
      return .error { rule, reason := (← errorIn messages).getD "" }
  match records.toList with
  | r :: _ =>
    let ns := (scopeOf s).currNamespace
    let wanted (n : Name) : Bool := match name with
      | none => true
      | some t => (privateToUserName n).toString == t || (privateToUserName n).toString == (ns ++ t.toName).toString || (privateToUserName n).toString.endsWith exampleName
    match select wanted r.declared with
    | n :: _ => match s.env.find? n, r.state.env.find? n with
      | none, some info => return .ok { state := r.state, name := n, info }
      | _, _ => return .error { rule := "missing", reason := s!"`{n.toString}` is not a new declaration" }
    | [] => return .error { rule := "missing", reason := s!"it does not declare {match name with | some t => s!"`{t}`" | none => "anything with a name"}" }
  | [] => return .error { rule := "missing", reason := "it declares nothing" }

/-- Does the candidate's type say what the statement's says, down to the constants that it is made of? Those may
come from the header that both have, or from two headers. -/
def sameStatement (asked found : Declared) : Bool :=
  let levels := asked.info.levelParams.foldl (fun (out : Array Level) n => out.push (.param n)) #[]
  let count (l : List Name) : Nat := l.foldl (fun n _ => n + 1) 0
  let type := found.info.type.instantiateLevelParams found.info.levelParams levels.toList
  let w := walk asked.state.env true asked.info.type.getUsedConstants.toList {}
  count asked.info.levelParams == count found.info.levelParams && type == asked.info.type &&
    w.seen.toList.foldl (fun b n => b &&
      if (asked.state.env.getModuleIdxFor? n).isSome then (found.state.env.getModuleIdxFor? n).isSome
      else match asked.state.env.find? n, found.state.env.find? n with
        | some x, some y => sameConstant x y
        | _, _ => false) true

structure Demand where
  header : String
  statement : Option String
  /-- What stands before the statement, where that is not `header`. -/
  statementHeader : Option String
  candidate : String
  name : Option String
  axioms : List Name
  heartbeats : Nat
  /-- Whether nothing else is ever certified in this process, so that what stands before the candidate may run code. -/
  alone : Bool

/-- Not certified, and why. -/
def refused (r : Refusal) (axioms : List Name) : Reply :=
  .ok [("certified", Json.bool false), ("rule", str r.rule), ("reason", str r.reason), ("axioms", names axioms)]

def certify (st : State) (d : Demand) : IO Reply := do
  let mayRun (stx : Syntax) : Bool := d.alone || !runsCode stx
  match ← header st d.header d.heartbeats mayRun with
  | .error e => return .error e
  | .ok head =>
    let s := head.final
    let mut allowedAttributes := harmlessAttributes
    let mut asked : Option Declared := none
    let mut askedWord : Option String := none
    if let some text := d.statement then
      let failed (r : Refusal) : Reply := .error { kind := "statement", message := r.reason }
      let before ← match d.statementHeader with
        | none => pure (.ok head)
        | some text => header st text d.heartbeats mayRun
      match before with
      | .error e => return .error e
      | .ok before =>
        match ← single before.final text with
        | .error r => return failed r
        | .ok stx =>
          if !mayRun stx then return .error (runsCodeFailure stx)
          allowedAttributes := attributesOf stx
          askedWord := wordOf stx
          match ← declareIn before.final stx text d.name with
          | .error r => return failed r
          | .ok a => asked := some a
    match ← single s d.candidate with
    | .error r => return refused r []
    | .ok stx =>
      if let some r := refusal stx d.heartbeats then return refused r []
      if asked.isSome && wordOf stx != askedWord then
        return refused { rule := "statement", reason := "it is another kind of declaration than was asked" } []
      if let some r := attributeRefusal stx allowedAttributes then return refused r []
      match ← declareIn s stx d.candidate d.name with
      | .error r => return refused r []
      | .ok found =>
        let env := found.state.env
        let rests := walk env false [found.name] {}
        let axioms := sort (fun (a b : Name) => a.toString < b.toString) rests.axioms.toList
        if let some a := asked then
          if !sameStatement a found then
            return refused { rule := "statement", reason := "it states something else than what was asked" } axioms
        let added := select (fun n => (s.env.find? n).isNone && !(match env.find? n with
          | some i => i.isUnsafe || i.isPartial
          | none => true)) (addedNames env)
        let fresh := select (isAxiom env) added
        if let some r := axiomRefusal fresh [] then return refused r axioms
        if let some r := axiomRefusal axioms d.axioms then return refused r axioms
        let mut r : Replay := { kernel := head.initial.env.toKernelEnv }
        for n in found.name :: added do
          match ← replay env n r with
          | .ok next => r := next
          | .error e => return refused { rule := "kernel", reason := e } axioms
        match r.kernel.find? found.name with
        | none => return refused { rule := "kernel", reason := "the kernel did not add it" } axioms
        | some k =>
          if !sameConstant k found.info then
            return refused { rule := "kernel", reason := "the kernel added something else" } axioms
          let show? (i : ConstantInfo) : IO String := do
            match ← inState found.state (pretty i.type) with
            | .ok t => return t
            | .error e => return e
          let type ← show? found.info
          let statementType ← match asked with
            | some a => show? a.info
            | none => pure type
          return .ok [("certified", Json.bool true), ("name", str (privateToUserName found.name).toString), ("kind", str (constKind env found.name)),
            ("axioms", names axioms), ("taken", nat rests.taken), ("type", str type), ("statement_type", str statementType)]

/-! ## Requests -/

def drop (st : State) (j : Json) : IO Reply := do
  match field? j "states" with
  | some (.arr ids) =>
    let mut n := 0
    for v in ids.toList do
      match v.getNat? with
      | .ok id =>
        if (← proof? st id).isSome then
          st.proofs.modify fun a => a.set! id none
          n := n + 1
      | .error _ => pure ()
    return .ok [("dropped", nat n)]
  | _ => return .error { kind := "usage", message := "the request needs \"states\", a list of numbers" }

def heap (st : State) : IO Reply := do
  let n := (← st.proofs.get).toList.foldl (fun n (p : Option ProofState) => if p.isSome then n + 1 else n) 0
  let texts ← st.texts.get
  return .ok [("states", nat n), ("envs", nat (texts.foldl (fun n _ => n + 1) 0))]

/-- What a request of declarations asks for. -/
def wantedOf (j : Json) : Except String Wanted := do
  let start ← match field? j "prefix" with
    | none => pure ""
    | some _ => textField j "prefix"
  let modules ← match field? j "modules" with
    | none => pure none
    | some (.arr l) => do
      let mut out : Array Name := #[]
      for m in l.toList do
        match m.getStr? with
        | .ok t => out := out.push t.toName
        | .error _ => throw "\"modules\" must be a list of strings"
      pure (some out.toList)
    | some _ => throw "\"modules\" must be a list of strings"
  return { start, modules, added := ← boolField j "added", useful := ← boolField j "useful" }

def defaultHeartbeats : Nat := 200000

def answer (st : State) (op : String) (j : Json) : IO Reply := do
  let heartbeats := natField j "heartbeats" (some defaultHeartbeats)
  let bad (m : String) : IO Reply := return .error { kind := "usage", message := m }
  match op, heartbeats with
  | _, .error m => bad m
  | "check", .ok hb => match textField j "text" with
    | .ok text => check st text hb
    | .error m => bad m
  | "open", .ok hb => match textField j "header", textField j "text", natField j "nth" (some 0) with
    | .ok h, .ok t, .ok n => openHole st h t n hb
    | .error m, _, _ => bad m
    | _, .error m, _ => bad m
    | _, _, .error m => bad m
  | "step", .ok hb => match natField j "state", textField j "tactic", natField j "time" (some 0) with
    | .ok s, .ok t, .ok time => step st s t hb time
    | .error m, _, _ => bad m
    | _, .error m, _ => bad m
    | _, _, .error m => bad m
  | "decls", .ok hb => match textField j "header", wantedOf j, natField j "offset" (some 0), natField j "limit" (some 200) with
    | .ok h, .ok w, .ok o, .ok l => decls st h w o l hb
    | .error m, _, _, _ => bad m
    | _, .error m, _, _ => bad m
    | _, _, .error m, _ => bad m
    | _, _, _, .error m => bad m
  | "modules", .ok hb => match textField j "header" with
    | .ok h => modules st h hb
    | .error m => bad m
  | "certify", .ok hb => match textField j "header", textField j "candidate", boolField j "alone" with
    | .ok h, .ok c, .ok alone =>
      let optional (key : String) : Option String := match textField j key with
        | .ok s => some s
        | .error _ => none
      let axioms := match field? j "axioms" with
        | some (.arr l) => (l.toList.foldl (fun (out : Array Name) a => match a.getStr? with
          | .ok s => out.push s.toName
          | .error _ => out) #[]).toList
        | _ => standardAxioms
      certify st { header := h, statement := optional "statement", statementHeader := optional "statement_header", candidate := c, name := optional "name", axioms, heartbeats := hb, alone }
    | .error m, _, _ => bad m
    | _, .error m, _ => bad m
    | _, _, .error m => bad m
  | "drop", _ => drop st j
  | "heap", _ => heap st
  | op, _ => bad s!"there is no \"op\" named \"{op}\""

/-- The reply line for a request line. -/
def handle (st : State) (line : String) : IO String := do
  let failed (id : Json) (kind message : String) : String :=
    (obj [("id", id), ("error", obj [("kind", str kind), ("message", str message)])]).compress
  match Json.parse line with
  | .error e => return failed .null "usage" s!"this line is no JSON: {e}"
  | .ok j =>
    match j with
    | .obj _ =>
      let id := match field? j "id" with
        | some v => v
        | none => .null
      match textField j "op" with
      | .error m => return failed id "usage" m
      | .ok op =>
        try
          let start ← IO.monoMsNow
          match ← answer st op j with
          | .error f => return failed id f.kind f.message
          | .ok fields =>
            let ms := (← IO.monoMsNow) - start
            return (obj (("id", id) :: ("ms", nat ms) :: fields)).compress
        catch e => return failed id "internal" (toString e)
    | _ => return failed .null "usage" "a request is a JSON object"

/-- The version without the commit that some builds add. -/
def leanVersion : String :=
  match Lean.versionString.splitOn "," with
  | v :: _ => v
  | [] => Lean.versionString

def greeting : IO String := do
  return (obj [("proofwright", nat 1), ("lean", str leanVersion), ("githash", str Lean.githash),
    ("platform", str System.Platform.target),
    ("capabilities", Json.arr #[str "check", str "open", str "step", str "drop", str "decls", str "modules", str "heap", str "certify"])]).compress

partial def serve (answer : String → IO String) (input output : IO.FS.Stream) : IO Unit := do
  let line ← input.getLine
  if line.utf8ByteSize == 0 then return ()
  output.putStrLn (← answer line)
  output.flush
  serve answer input output

end Proofwright

/-- Answers requests until standard input ends. With `--handler` it first tells, as `@handler ADDRESS TOKEN`, where
the closure that answers a line and the token that ends a step are: for a launcher that keeps the memory of this
process, calls the closure itself, and watches the time. Both stand in references, so that they live as long as
`main` does. -/
public unsafe def main (args : List String) : IO Unit := do
  let out ← IO.getStdout
  let launched := match args with
    | "--handler" :: _ => true
    | _ => false
  let state ← Proofwright.State.new (own := !launched)
  let kept ← IO.mkRef (Proofwright.handle state)
  if launched then
    out.putStrLn s!"@handler {(ptrAddrUnsafe (← kept.get)).toNat} {(ptrAddrUnsafe (← state.clock.current.get).1).toNat}"
  else
    let _ ← IO.asTask (prio := .dedicated) state.clock.watch
  out.putStrLn (← Proofwright.greeting)
  out.flush
  Proofwright.serve (← kept.get) (← IO.getStdin) out
