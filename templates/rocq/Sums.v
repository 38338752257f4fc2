(* Finite sums in any commutative ring: the rules that both gradients are derived with.

   The sums run over integers, Σ_{0 ≤ i < n}, and a bracket ⟦b⟧ x (x if b holds, else 0) says which terms count. *)
From Coq Require Import ZArith Lia Ring Bool List.
Import ListNotations.
Open Scope Z_scope.

(* What the entries of arrays are: any commutative ring, such as the integers, the reals, or polynomials. *)
Class CommutativeRing (R : Type) := {
  zero : R;
  one : R;
  add : R -> R -> R;
  mul : R -> R -> R;
  sub : R -> R -> R;
  opp : R -> R;
  ring_laws : ring_theory zero one add mul sub opp eq
}.

Infix "⊕" := add (at level 50, left associativity).
Infix "⊖" := sub (at level 50, left associativity).
Infix "⊗" := mul (at level 40, left associativity).
Notation "⟦ b ⟧ x" := (if b then x else zero) (at level 35, b at level 200, right associativity).

(* Whether 0 ≤ i < n. *)
Definition within (i n : Z) : bool := (0 <=? i) && (i <? n).

(* The test and the inequality say the same. *)
Lemma within_spec i n : within i n = true <-> 0 <= i < n.
Proof. unfold within; rewrite andb_true_iff, Z.leb_le, Z.ltb_lt; tauto. Qed.

(* A product of a positive step and an index stays between the first and the last. *)
Lemma step_bounds c i n : 0 < c -> 0 <= i < n -> 0 <= c * i <= c * (n - 1).
Proof. nia. Qed.

Section Sums.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* F 0 ⊕ ... ⊕ F (n − 1). *)
Fixpoint sum_nat (n : nat) (F : Z -> R) : R :=
  match n with
  | O => zero
  | S p => sum_nat p F ⊕ F (Z.of_nat p)
  end.

(* Σ_{0 ≤ i < n} F i, which is 0 for n ≤ 0. *)
Definition sum (n : Z) (F : Z -> R) : R := sum_nat (Z.to_nat n) F.

Ltac cases :=
  unfold within;
  repeat match goal with
  | |- context [?a =? ?b] => destruct (Z.eqb_spec a b)
  | |- context [?a <=? ?b] => destruct (Z.leb_spec a b)
  | |- context [?a <? ?b] => destruct (Z.ltb_spec a b)
  end; cbn [andb]; subst; try ring; try (exfalso; lia).

(* Sums of equal terms are equal. *)
Lemma sum_ext n F G : (forall i, 0 <= i < n -> F i = G i) -> sum n F = sum n G.
Proof.
  unfold sum; intros H.
  assert (K : forall p, (p <= Z.to_nat n)%nat -> sum_nat p F = sum_nat p G).
  { induction p; simpl; intros; [reflexivity|]. rewrite IHp, H by lia. reflexivity. }
  now apply K.
Qed.

(* A sum of zeros is 0. *)
Lemma sum_zero n : sum n (fun _ => zero) = zero.
Proof. unfold sum; induction (Z.to_nat n) as [|p IH]; simpl; [|rewrite IH]; ring. Qed.

(* A sum of sums is the sum of both. *)
Lemma sum_add n F G : sum n (fun i => F i ⊕ G i) = sum n F ⊕ sum n G.
Proof. unfold sum; induction (Z.to_nat n) as [|p IH]; simpl; [|rewrite IH]; ring. Qed.

(* A factor moves into a sum. *)
Lemma sum_mul c n F : c ⊗ sum n F = sum n (fun i => c ⊗ F i).
Proof. unfold sum; induction (Z.to_nat n) as [|p IH]; simpl; [|rewrite <- IH]; ring. Qed.

(* Two sums may be exchanged. *)
Lemma sum_swap m n F : sum m (fun i => sum n (fun j => F i j)) = sum n (fun j => sum m (fun i => F i j)).
Proof.
  unfold sum at 1 4; induction (Z.to_nat m) as [|p IH]; simpl; [now rewrite sum_zero|].
  now rewrite IH, <- sum_add.
Qed.

(* A sum in which one index alone counts is its term. *)
Lemma sum_delta n j F : sum n (fun i => ⟦i =? j⟧ F i) = ⟦within j n⟧ F j.
Proof.
  enough (K : forall p, sum_nat p (fun i => ⟦i =? j⟧ F i) = ⟦within j (Z.of_nat p)⟧ F j).
  { unfold sum; rewrite K; cases. }
  induction p; simpl sum_nat; [|rewrite IHp]; cases.
Qed.

(* A sum may be taken backwards: i = n − 1 − b. *)
Lemma sum_reverse n F : sum n F = sum n (fun b => F (n - 1 - b)).
Proof.
  transitivity (sum n (fun a => sum n (fun b => ⟦b =? n - 1 - a⟧ F a))).
  - apply sum_ext; intros; rewrite sum_delta; cases.
  - rewrite sum_swap; apply sum_ext; intros b Hb.
    transitivity (sum n (fun a => ⟦a =? n - 1 - b⟧ F a)).
    + apply sum_ext; intros; cases.
    + rewrite sum_delta; cases.
Qed.

(* A sum over m + n indices is one over the first m and one over the last n. *)
Lemma sum_split m n F : 0 <= m -> 0 <= n -> sum (m + n) F = sum m F ⊕ sum n (fun i => F (m + i)).
Proof.
  intros Hm Hn; rewrite <- (Z2Nat.id m Hm); generalize (Z.to_nat m) as p; clear m Hm; intros p.
  unfold sum; rewrite Z2Nat.inj_add, Nat2Z.id by lia.
  induction (Z.to_nat n) as [|q IH]; [rewrite Nat.add_0_r; simpl; ring|].
  rewrite Nat.add_succ_r; simpl; rewrite IH, Nat2Z.inj_add; ring.
Qed.

(* A sum over m·n indices is one over m blocks of n: i = q·n + c. *)
Lemma sum_blocks m n F : 0 <= n -> sum (m * n) F = sum m (fun q => sum n (fun c => F (q * n + c))).
Proof.
  intros Hn; destruct (Z.le_gt_cases m 0) as [Hm|Hm].
  { unfold sum; replace (Z.to_nat (m * n)) with O by nia; now replace (Z.to_nat m) with O by lia. }
  rewrite <- (Z2Nat.id m) by lia; generalize (Z.to_nat m) as p; clear m Hm; intros p.
  induction p as [|p IH]; [reflexivity|].
  rewrite Nat2Z.inj_succ, Z.mul_succ_l, sum_split, IH by lia.
  unfold sum at 4; rewrite <- Nat2Z.inj_succ, Nat2Z.id; simpl; unfold sum; now rewrite Nat2Z.id.
Qed.

(* The one relation i = s·m + c, read from the side of i: s divides i − c, and m is the quotient. *)
Lemma relation s c m i : 0 < s -> (i = s * m + c <-> (i - c) mod s = 0 /\ m = (i - c) / s).
Proof.
  intros Hs; split; [intros ->|intros [H1 ->]].
  - replace (s * m + c - c) with (m * s) by ring. now rewrite Z.mod_mul, Z.div_mul by lia.
  - generalize (Z.div_mod (i - c) s); lia.
Qed.

(* Among the outputs m, at most one meets input i through a given tap. *)
Lemma sum_meeting s c M i F :
  0 < s ->
  sum M (fun m => ⟦i =? s * m + c⟧ F m) = ⟦(i - c) mod s =? 0⟧ ⟦within ((i - c) / s) M⟧ F ((i - c) / s).
Proof.
  intros Hs; destruct (Z.eqb_spec ((i - c) mod s) 0).
  - rewrite <- sum_delta; apply sum_ext; intros m Hm.
    destruct (relation s c m i Hs), (Z.eqb_spec i (s * m + c)), (Z.eqb_spec m ((i - c) / s)); tauto.
  - transitivity (sum M (fun _ => zero)); [|apply sum_zero]. apply sum_ext; intros m Hm.
    destruct (relation s c m i Hs), (Z.eqb_spec i (s * m + c)); cbn; tauto.
Qed.

(* A sum over the outputs, written as one over the inputs they meet. *)
Lemma sum_reindex s c M N F :
  0 < s ->
  sum M (fun m => ⟦within (s * m + c) N⟧ F m (s * m + c)) =
  sum N (fun i => ⟦(i - c) mod s =? 0⟧ ⟦within ((i - c) / s) M⟧ F ((i - c) / s) i).
Proof.
  intros Hs.
  transitivity (sum M (fun m => sum N (fun i => ⟦i =? s * m + c⟧ F m i))).
  - apply sum_ext; intros; now rewrite sum_delta.
  - rewrite sum_swap; apply sum_ext; intros; now apply sum_meeting with (F := fun m => F m i).
Qed.
End Sums.
