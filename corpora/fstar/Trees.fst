module Trees

open FStar.List.Tot

/// Binary trees with whole numbers at the nodes, and search trees.

type tree =
  | Leaf : tree
  | Node : tree -> int -> tree -> tree

(** The number of nodes. *)
let rec size (t:tree) : Tot nat =
  match t with
  | Leaf -> 0
  | Node l _ r -> 1 + size l + size r

(** The number of nodes on the longest way down. *)
let rec height (t:tree) : Tot nat =
  match t with
  | Leaf -> 0
  | Node l _ r -> 1 + (if height l >= height r then height l else height r)

(** The tree with left and right swapped everywhere. *)
let rec mirror (t:tree) : Tot tree =
  match t with
  | Leaf -> Leaf
  | Node l x r -> Node (mirror r) x (mirror l)

(** The sum of all values. *)
let rec tree_sum (t:tree) : Tot int =
  match t with
  | Leaf -> 0
  | Node l x r -> tree_sum l + x + tree_sum r

(** The values from left to right. *)
let rec inorder (t:tree) : Tot (list int) =
  match t with
  | Leaf -> []
  | Node l x r -> inorder l @ (x :: inorder r)

(** The values from left to right, put before an accumulator. *)
let rec inorder_onto (t:tree) (acc:list int) : Tot (list int) (decreases t) =
  match t with
  | Leaf -> acc
  | Node l x r -> inorder_onto l (x :: inorder_onto r acc)

(** Reversal that appends at the end. *)
let rec turned (l:list int) : Tot (list int) =
  match l with
  | [] -> []
  | x :: xs -> turned xs @ [x]

(** The power of two. *)
let rec two_to (n:nat) : Tot pos = if n = 0 then 1 else 2 `op_Multiply` two_to (n - 1)

(** Does x stand anywhere in the tree? *)
let rec has (x:int) (t:tree) : Tot bool =
  match t with
  | Leaf -> false
  | Node l y r -> x = y || has x l || has x r

(** Are all values below x? *)
let rec all_below (x:int) (t:tree) : Tot bool =
  match t with
  | Leaf -> true
  | Node l y r -> y < x && all_below x l && all_below x r

(** Are all values above x? *)
let rec all_above (x:int) (t:tree) : Tot bool =
  match t with
  | Leaf -> true
  | Node l y r -> y > x && all_above x l && all_above x r

(** Is this a search tree, without repeated values? *)
let rec bst (t:tree) : Tot bool =
  match t with
  | Leaf -> true
  | Node l x r -> all_below x l && all_above x r && bst l && bst r

(** Put a value into a search tree. *)
let rec put (x:int) (t:tree) : Tot tree =
  match t with
  | Leaf -> Node Leaf x Leaf
  | Node l y r -> if x = y then t else if x < y then Node (put x l) y r else Node l y (put x r)

(** Look for a value along one way down. *)
let rec search (x:int) (t:tree) : Tot bool =
  match t with
  | Leaf -> false
  | Node l y r -> if x = y then true else if x < y then search x l else search x r

(** Are the elements in strictly rising order? *)
let rec rising (l:list int) : Tot bool =
  match l with
  | [] -> true
  | [_] -> true
  | x :: y :: rest -> x < y && rising (y :: rest)

(** The length of two lists put together (ready for use). *)
let rec length_join (l1:list int) (l2:list int)
  : Lemma (ensures length (l1 @ l2) == length l1 + length l2) (decreases l1) =
  match l1 with
  | [] -> ()
  | _ :: xs -> length_join xs l2

(** Appending is associative (ready for use). *)
let rec join_assoc (l1:list int) (l2:list int) (l3:list int)
  : Lemma (ensures (l1 @ l2) @ l3 == l1 @ (l2 @ l3)) (decreases l1) =
  match l1 with
  | [] -> ()
  | _ :: xs -> join_assoc xs l2 l3

(** Reversing two lists put together (ready for use). *)
let rec turned_join (l1:list int) (l2:list int)
  : Lemma (ensures turned (l1 @ l2) == turned l2 @ turned l1) (decreases l1) =
  match l1 with
  | [] -> FStar.List.Tot.Properties.append_l_nil (turned l2)
  | x :: xs ->
    turned_join xs l2;
    join_assoc (turned l2) (turned xs) [x]

(** A tree with one node has height one.
topic: trees; difficulty: 1; tags: computation *)
val height_single : x:int -> Lemma (height (Node Leaf x Leaf) == 1)
let height_single x = admit ()

(** A tree without nodes is a leaf.
topic: trees; difficulty: 1; tags: case split *)
val size_zero : t:tree -> Lemma (requires size t == 0) (ensures t == Leaf)
let size_zero t = admit ()

(** Mirroring a tree twice gives the tree back.
topic: trees; difficulty: 2; tags: recursion *)
val mirror_mirror : t:tree -> Lemma (mirror (mirror t) == t)
let mirror_mirror t = admit ()

(** Mirroring keeps size and height.
topic: trees; difficulty: 2; tags: recursion *)
val mirror_measures : t:tree -> Lemma (size (mirror t) == size t /\ height (mirror t) == height t)
let mirror_measures t = admit ()

(** The height of a tree is at most its size.
topic: trees; difficulty: 2; tags: recursion *)
let height_at_most_size (t:tree) : Lemma (height t <= size t) =
  admit ()

(** A value put into a tree is found there by search.
topic: trees; difficulty: 2; tags: recursion, search tree *)
val search_put : x:int -> t:tree -> Lemma (ensures search x (put x t)) (decreases t)
let search_put x t = admit ()

(** After putting x into a tree, the members are x and the old members.
topic: trees; difficulty: 2; tags: recursion, search tree *)
val has_put : x:int -> y:int -> t:tree
  -> Lemma (ensures has y (put x t) == (y = x || has y t)) (decreases t)
let has_put x y t = admit ()

(** The list of values from left to right has as many elements as the tree has nodes.
topic: trees; difficulty: 3; tags: recursion, lemma call *)
val length_inorder : t:tree -> Lemma (length (inorder t) == size t)
let length_inorder t = admit ()

(** The left-to-right list built with an accumulator is the plain one put before the accumulator.
topic: trees; difficulty: 3; tags: recursion, accumulator, lemma call *)
val inorder_onto_spec : t:tree -> acc:list int
  -> Lemma (ensures inorder_onto t acc == inorder t @ acc) (decreases t)
let inorder_onto_spec t acc = admit ()

(** The left-to-right list of a mirrored tree is the reversed list.
topic: trees; difficulty: 3; tags: recursion, lemma call *)
val inorder_mirror : t:tree -> Lemma (inorder (mirror t) == turned (inorder t))
let inorder_mirror t = admit ()

(** A tree of height h has fewer than 2^h nodes.
topic: trees; difficulty: 4; tags: recursion, case split, auxiliary lemma *)
val size_below_power : t:tree -> Lemma (size t + 1 <= two_to (height t))
let size_below_power t = admit ()

(** Putting a value into a search tree gives a search tree.
topic: trees; difficulty: 4; tags: recursion, auxiliary lemma, search tree *)
val put_bst : x:int -> t:tree -> Lemma (requires bst t) (ensures bst (put x t)) (decreases t)
let put_bst x t = admit ()

(** In a search tree, search along one way down finds exactly the values of the tree.
topic: trees; difficulty: 4; tags: recursion, auxiliary lemma, search tree *)
val search_is_has : x:int -> t:tree -> Lemma (requires bst t) (ensures search x t == has x t) (decreases t)
let search_is_has x t = admit ()

(** The left-to-right list of a search tree is strictly rising.
topic: trees; difficulty: 5; tags: recursion, auxiliary lemma, search tree *)
val inorder_rising : t:tree -> Lemma (requires bst t) (ensures rising (inorder t)) (decreases t)
let inorder_rising t = admit ()
