(* Indices with any number of axes, and sums over boxes of them.

   An index is a list of integers, one for each axis. The box of sizes [n1; n2; ...] holds the indices with
   0 ≤ i1 < n1, 0 ≤ i2 < n2, ... *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums.
Import ListNotations.
Open Scope Z_scope.

(* Its type. *)
Definition index := list Z.

(* Two indices joined part by part. *)
Fixpoint zip (op : Z -> Z -> Z) (is js : index) : index :=
  match is, js with
  | i :: is, j :: js => op i j :: zip op is js
  | _, _ => []
  end.

(* Arithmetic axis by axis. *)
Infix "+v" := (zip Z.add) (at level 50, left associativity).
Infix "-v" := (zip Z.sub) (at level 50, left associativity).
Infix "*v" := (zip Z.mul) (at level 40, left associativity).
Infix "/v" := (zip Z.div) (at level 40, left associativity).
Infix "%v" := (zip Z.modulo) (at level 40, left associativity).

(* The last index along each axis of a box. *)
Definition last (ns : index) : index := map (fun n => n - 1) ns.

(* The sizes of a box whose last index is known. *)
Definition sizes (ends : index) : index := map Z.succ ends.

(* Whether an index lies in the box of these sizes. *)
Fixpoint inside (is ns : index) : bool :=
  match is, ns with
  | [], [] => true
  | i :: is, n :: ns => within i n && inside is ns
  | _, _ => false
  end.

(* Whether two indices are the same. *)
Fixpoint same (is js : index) : bool :=
  match is, js with
  | [], [] => true
  | i :: is, j :: js => (i =? j) && same is js
  | _, _ => false
  end.

(* Whether every part of an index is 0: "divisible along each axis", where the index holds remainders. *)
Definition zeros (is : index) : bool := forallb (fun i => i =? 0) is.

(* The test and equality say the same. *)
Lemma same_spec is js : same is js = true <-> is = js.
Proof.
  revert js; induction is as [|i is IH]; destruct js; simpl; try easy.
  rewrite andb_true_iff, Z.eqb_eq, IH. split; [intros []; congruence | now inversion 1].
Qed.

Section Boxes.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* Σ over all indices of the box of sizes ns. *)
Fixpoint sums (ns : index) (F : index -> R) : R :=
  match ns with
  | [] => F []
  | n :: ns => sum n (fun i => sums ns (fun is => F (i :: is)))
  end.

(* Two brackets are one bracket with both conditions. *)
Lemma bracket_and (b c : bool) (x : R) : ⟦b && c⟧ x = ⟦b⟧ ⟦c⟧ x.
Proof. now destruct b. Qed.

(* Sums of equal terms are equal. *)
Lemma sums_ext ns F G : (forall is, inside is ns = true -> F is = G is) -> sums ns F = sums ns G.
Proof.
  revert F G; induction ns; simpl; intros F G H; [now apply H|].
  apply sum_ext; intros i Hi; apply IHns; intros is His; apply H; simpl.
  now rewrite (proj2 (within_spec i a) Hi).
Qed.

(* A sum of zeros is 0. *)
Lemma sums_zero ns : sums ns (fun _ => zero) = zero.
Proof. induction ns; simpl; [easy|]. erewrite sum_ext by (intros; apply IHns). apply sum_zero. Qed.

(* A sum of sums is the sum of both. *)
Lemma sums_add ns F G : sums ns (fun i => F i ⊕ G i) = sums ns F ⊕ sums ns G.
Proof.
  revert F G; induction ns; simpl; intros; [easy|].
  rewrite <- sum_add. apply sum_ext; intros; apply IHns.
Qed.

(* A factor moves into a sum. *)
Lemma sums_mul c ns F : c ⊗ sums ns F = sums ns (fun i => c ⊗ F i).
Proof.
  revert F; induction ns; simpl; intros; [easy|].
  rewrite sum_mul. apply sum_ext; intros; apply IHns.
Qed.

(* A bracket that does not depend on the index leaves the sum. *)
Lemma sums_bracket (b : bool) ns F : sums ns (fun i => ⟦b⟧ F i) = ⟦b⟧ sums ns F.
Proof. destruct b; [reflexivity | apply sums_zero]. Qed.

(* A sum over a box and one over a range may be exchanged. *)
Lemma sums_sum ns m F : sums ns (fun i => sum m (fun j => F i j)) = sum m (fun j => sums ns (fun i => F i j)).
Proof.
  revert F; induction ns; simpl; intros; [easy|].
  rewrite <- sum_swap; apply sum_ext; intros; apply IHns.
Qed.

(* Sums over two boxes may be exchanged. *)
Lemma sums_swap ms ns F :
  sums ms (fun i => sums ns (fun j => F i j)) = sums ns (fun j => sums ms (fun i => F i j)).
Proof.
  revert F; induction ms; simpl; intros; [easy|].
  rewrite sums_sum; apply sum_ext; intros; apply IHms.
Qed.

(* A sum in which one index alone counts is its term. *)
Lemma sums_delta ns js F : sums ns (fun is => ⟦same is js⟧ F is) = ⟦inside js ns⟧ F js.
Proof.
  revert js F; induction ns as [|n ns IH]; intros [|j js] F; simpl; try easy.
  - erewrite sum_ext by (intros; apply sums_zero); apply sum_zero.
  - rewrite bracket_and, <- (IH js (fun js => F (j :: js))).
    rewrite <- (sum_delta n j (fun i => sums ns (fun is => ⟦same is js⟧ F (i :: is)))).
    apply sum_ext; intros; rewrite <- sums_bracket; apply sums_ext; intros; apply bracket_and.
Qed.

(* A sum may be taken backwards along every axis. *)
Lemma sums_reverse ns F : sums ns F = sums ns (fun is => F (last ns -v is)).
Proof.
  revert F; induction ns as [|n ns IH]; simpl; intros; [easy|].
  rewrite sum_reverse; apply sum_ext; intros i _.
  apply (IH (fun is => F (n - 1 - i :: is))).
Qed.
End Boxes.
