module Maps

open FStar.List.Tot

/// Maps from numbers to values: as lists of pairs, and as functions to options.

(** A list of keys with their values; the first entry of a key counts. *)
let entries (v:Type) = list (int & v)

(** The value of the first entry with key k. *)
let rec find_key (#v:Type) (k:int) (m:entries v) : Tot (option v) =
  match m with
  | [] -> None
  | (j, x) :: rest -> if j = k then Some x else find_key k rest

(** Put a new entry in front. *)
let add (#v:Type) (k:int) (x:v) (m:entries v) : Tot (entries v) = (k, x) :: m

(** Drop all entries with key k. *)
let rec drop_key (#v:Type) (k:int) (m:entries v) : Tot (entries v) =
  match m with
  | [] -> []
  | (j, x) :: rest -> if j = k then drop_key k rest else (j, x) :: drop_key k rest

(** Change the value of the first entry with key k, or add an entry at the end. *)
let rec replace (#v:Type) (k:int) (x:v) (m:entries v) : Tot (entries v) =
  match m with
  | [] -> [(k, x)]
  | (j, y) :: rest -> if j = k then (k, x) :: rest else (j, y) :: replace k x rest

(** Apply f to all values. *)
let rec map_values (#v:Type) (#w:Type) (f:v -> Tot w) (m:entries v) : Tot (entries w) =
  match m with
  | [] -> []
  | (j, x) :: rest -> (j, f x) :: map_values f rest

(** The keys in the order of the entries. *)
let rec keys (#v:Type) (m:entries v) : Tot (list int) =
  match m with
  | [] -> []
  | (j, _) :: rest -> j :: keys rest

(** Is every key there only once? *)
let rec distinct (#v:Type) (m:entries v) : Tot bool =
  match m with
  | [] -> true
  | (j, _) :: rest -> not (mem j (keys rest)) && distinct rest

(** Keep the entries whose value passes a test. *)
let rec keep_values (p:int -> Tot bool) (m:entries int) : Tot (entries int) =
  match m with
  | [] -> []
  | (j, x) :: rest -> if p x then (j, x) :: keep_values p rest else keep_values p rest

(** Maps as functions. *)
let fmap (v:Type) = int -> Tot (option v)

(** The map without entries. *)
let no_entries (#v:Type) : fmap v = fun _ -> None

(** The map changed at one key. *)
let set (#v:Type) (m:fmap v) (k:int) (x:v) : fmap v = fun j -> if j = k then Some x else m j

(** The map without one key. *)
let unset (#v:Type) (m:fmap v) (k:int) : fmap v = fun j -> if j = k then None else m j

(** The map function of a list of entries. *)
let rec as_fmap (#v:Type) (m:entries v) : fmap v =
  match m with
  | [] -> no_entries
  | (k, x) :: rest -> set (as_fmap rest) k x

(** Go on with the value of an option, if there is one. *)
let chain (#a:Type) (#b:Type) (o:option a) (f:a -> Tot (option b)) : Tot (option b) =
  match o with
  | None -> None
  | Some x -> f x

(** Looking up the key that was added gives the added value.
topic: maps; difficulty: 1; tags: computation *)
val find_added : #v:Type -> k:int -> x:v -> m:entries v -> Lemma (find_key k (add k x m) == Some x)
let find_added #v k x m = admit ()

(** Adding an entry for one key does not change the lookup of another key.
topic: maps; difficulty: 1; tags: computation *)
val find_other : #v:Type -> k:int -> j:int -> x:v -> m:entries v
  -> Lemma (requires j <> k) (ensures find_key j (add k x m) == find_key j m)
let find_other #v k j x m = admit ()

(** Going on with two functions in a row is the same as going on with their combination.
topic: maps; difficulty: 1; tags: option, higher order *)
val chain_assoc : #a:Type -> #b:Type -> #c:Type -> o:option a -> f:(a -> Tot (option b)) -> g:(b -> Tot (option c))
  -> Lemma (chain (chain o f) g == chain o (fun x -> chain (f x) g))
let chain_assoc #a #b #c o f g = admit ()

(** Two changes of a map function at different keys can be swapped.
topic: maps; difficulty: 1; tags: function map *)
let set_swap (#v:Type) (m:fmap v) (k:int) (j:int) (x:v) (y:v) (i:int)
  : Lemma (requires k <> j) (ensures set (set m k x) j y i == set (set m j y) k x i) =
  admit ()

(** A dropped key is not found any more.
topic: maps; difficulty: 2; tags: recursion *)
val find_dropped : #v:Type -> k:int -> m:entries v -> Lemma (find_key k (drop_key k m) == None)
let find_dropped #v k m = admit ()

(** After replacing the value of a key, this key has the new value and the others the old ones.
topic: maps; difficulty: 2; tags: recursion *)
val find_replaced : #v:Type -> k:int -> x:v -> j:int -> m:entries v
  -> Lemma (ensures find_key j (replace k x m) == (if j = k then Some x else find_key j m)) (decreases m)
let find_replaced #v k x j m = admit ()

(** A key is found exactly when it is among the keys.
topic: maps; difficulty: 2; tags: recursion *)
val find_iff_key : #v:Type -> k:int -> m:entries v -> Lemma (Some? (find_key k m) == mem k (keys m))
let find_iff_key #v k m = admit ()

(** In two lists put together, the first list is asked first.
topic: maps; difficulty: 2; tags: recursion *)
let rec find_joined (#v:Type) (k:int) (m1:entries v) (m2:entries v)
  : Lemma (ensures find_key k (m1 @ m2) == (match find_key k m1 with | Some x -> Some x | None -> find_key k m2))
          (decreases m1) =
  admit ()

(** The map function of a list of entries gives what lookup in the list gives.
topic: maps; difficulty: 2; tags: recursion, function map *)
val as_fmap_find : #v:Type -> m:entries v -> k:int -> Lemma (as_fmap m k == find_key k m)
let as_fmap_find #v m k = admit ()

(** Looking up in a map whose values were changed by f gives f of the old value.
topic: maps; difficulty: 2; tags: recursion, option, higher order *)
val find_mapped : #v:Type -> #w:Type -> f:(v -> Tot w) -> k:int -> m:entries v
  -> Lemma (ensures find_key k (map_values f m) == chain (find_key k m) (fun x -> Some (f x))) (decreases m)
let find_mapped #v #w f k m = admit ()

(** The map function of the list without a key is the map function with this key unset.
topic: maps; difficulty: 3; tags: recursion, function map, case split *)
val as_fmap_dropped : #v:Type -> k:int -> m:entries v
  -> Lemma (forall (j:int). as_fmap (drop_key k m) j == unset (as_fmap m) k j)
let as_fmap_dropped #v k m = admit ()

(** Dropping a key keeps the keys distinct.
topic: maps; difficulty: 4; tags: recursion, auxiliary lemma *)
val drop_distinct : #v:Type -> k:int -> m:entries v
  -> Lemma (requires distinct m) (ensures distinct (drop_key k m)) (decreases m)
let drop_distinct #v k m = admit ()

(** When keys are distinct, every entry of the list is the one that lookup finds.
topic: maps; difficulty: 4; tags: recursion, auxiliary lemma *)
val entry_found : k:int -> x:int -> m:entries int
  -> Lemma (requires distinct m /\ mem (k, x) m) (ensures find_key k m == Some x) (decreases m)
let entry_found k x m = admit ()

(** A value that is found splits the list into a part without the key, the entry, and the rest.
topic: maps; difficulty: 5; tags: existential, recursion *)
val found_split : k:int -> x:int -> m:entries int
  -> Lemma (requires find_key k m == Some x)
          (ensures (exists (before:entries int) (after:entries int).
                     m == before @ ((k, x) :: after) /\ not (mem k (keys before))))
          (decreases m)
let found_split k x m = admit ()
