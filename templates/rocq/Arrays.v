(* Arrays with any number of axes, and the operations of a convolution, as NumPy would do them. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes.
Import ListNotations.
Open Scope Z_scope.

(* An array: its sizes, and an entry for each index of that box. *)
Record array (R : Type) := Array { shape : index; entry : index -> R }.
Arguments Array {R}.
Arguments shape {R}.
Arguments entry {R}.

Section Arrays.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* The entry at an index; outside of the array it is 0. *)
Definition get (x : array R) (is : index) : R := ⟦inside is (shape x)⟧ entry x is.
End Arrays.

Notation "x '.[' i ]" := (get x i) (at level 1, left associativity, format "x .[ i ]").

Section Operations.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* Zeros before the first and after the last entry of each axis; a negative number crops. *)
Definition pad (before after : index) (x : array R) : array R :=
  Array (before +v shape x +v after) (fun us => x.[us -v before]).

(* s − 1 zeros between neighbouring entries. *)
Definition dilate (ss : index) (x : array R) : array R :=
  Array (sizes (ss *v last (shape x))) (fun ts => ⟦zeros (ts %v ss)⟧ x.[ts /v ss]).

(* Every axis reversed. *)
Definition flip (x : array R) : array R :=
  Array (shape x) (fun is => x.[last (shape x) -v is]).

(* Every s-th entry, from the first on. *)
Definition decimate (ss : index) (x : array R) : array R :=
  Array (sizes (last (shape x) /v ss)) (fun ms => x.[ss *v ms]).

(* Cross-correlation of x with f, as frameworks do it: strides ss, filter dilated by ds. *)
Definition correlate (ss ds : index) (x f : array R) : array R :=
  Array (sizes (last (shape x -v ds *v last (shape f)) /v ss))
        (fun ms => sums (shape f) (fun taps => x.[ss *v ms +v ds *v taps] ⊗ f.[taps])).

(* The sum of two arrays of one shape. *)
Definition plus (x y : array R) : array R := Array (shape x) (fun is => x.[is] ⊕ y.[is]).

(* Inside of an array, its entry is read. *)
Lemma get_inside x is : inside is (shape x) = true -> x.[is] = entry x is.
Proof. unfold get; now intros ->. Qed.

(* A padded array, read inside. *)
Lemma get_pad before after x us :
  inside us (before +v shape x +v after) = true -> (pad before after x).[us] = x.[us -v before].
Proof. intros H; now rewrite get_inside. Qed.

(* A sum of arrays, read anywhere. *)
Lemma get_plus x y is : shape x = shape y -> (plus x y).[is] = x.[is] ⊕ y.[is].
Proof. intros E; unfold get; cbn [plus shape entry]; unfold get; rewrite E; destruct (inside _ _); ring. Qed.

(* The gradient of a map O at a cotangent g, for arrays of the sizes ns, is the G with
       Σ_m g_m (O(x + h)_m − O(x)_m) = Σ_i h_i G_i    for all x and h. *)
Definition is_gradient (O : array R -> array R) (ns : index) (g : array R) (G : index -> R) : Prop :=
  forall x h, shape x = ns -> shape h = ns ->
  sums (shape g) (fun m => g.[m] ⊗ ((O (plus x h)).[m] ⊖ (O x).[m])) = sums ns (fun i => h.[i] ⊗ G i).

(* There is at most one gradient. *)
Theorem gradient_unique O ns g G G' :
  is_gradient O ns g G -> is_gradient O ns g G' -> forall i, inside i ns = true -> G i = G' i.
Proof.
  intros H H' i Hi. set (u := Array ns (fun j => ⟦same j i⟧ one)).
  assert (E : forall F, sums ns (fun j => u.[j] ⊗ F j) = F i).
  { intros F. transitivity (sums ns (fun j => ⟦same j i⟧ F j)).
    - apply sums_ext; intros j Hj; rewrite get_inside by auto; unfold u; cbn [entry]. destruct (same j i); ring.
    - now rewrite sums_delta, Hi. }
  rewrite <- (E G), <- (E G'), <- (H u u), <- (H' u u) by auto; reflexivity.
Qed.
End Operations.
