(* The rules of the derivations for every size: each an equation over any commutative ring, under its side conditions.

   There is a theorem rule_name for each rule of the kernel but one: naming an array is what a definition is. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Entries.
Import ListNotations.
Open Scope Z_scope.

Section Rules.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.
Implicit Types (x y : R) (b c : bool) (F G : Z -> R).

(* Σ_v Σ_w E = Σ_w Σ_v E. *)
Theorem rule_exchange m n (F : Z -> Z -> R) :
  sum m (fun v => sum n (fun w => F v w)) = sum n (fun w => sum m (fun v => F v w)).
Proof. apply sum_swap. Qed.

(* Σ_{v<n} [v = q] E(v) = [0 ≤ q < n] E(q). *)
Theorem rule_collapse n q F : sum n (fun v => ⟦v =? q⟧ F v) = ⟦within q n⟧ F q.
Proof. apply sum_delta. Qed.

(* E(q) = Σ_{v<n} [v = q] E(v), where 0 ≤ q < n. *)
Theorem rule_spread n q F : 0 <= q < n -> F q = sum n (fun v => ⟦v =? q⟧ F v).
Proof. intros H; apply within_spec in H; now rewrite sum_delta, H. Qed.

(* Σ_{v<n} E(v) = Σ_{w<n} E(to(w)), where to is a bijection of 0..n−1 with the inverse back. *)
Theorem rule_reindex n (to back : Z -> Z) F :
  (forall w, 0 <= w < n -> 0 <= to w < n) -> (forall v, 0 <= v < n -> 0 <= back v < n) ->
  (forall w, 0 <= w < n -> back (to w) = w) -> (forall v, 0 <= v < n -> to (back v) = v) ->
  sum n F = sum n (fun w => F (to w)).
Proof.
  intros Hto Hback E1 E2.
  transitivity (sum n (fun v => sum n (fun w => ⟦w =? back v⟧ F v))).
  - apply sum_ext; intros v Hv; rewrite sum_delta. now rewrite (proj2 (within_spec _ _) (Hback v Hv)).
  - rewrite sum_swap; apply sum_ext; intros w Hw.
    transitivity (sum n (fun v => ⟦v =? to w⟧ F v)).
    + apply sum_ext; intros v Hv; destruct (Z.eqb_spec w (back v)), (Z.eqb_spec v (to w)); subst; auto.
      * now rewrite E2 in * by auto.
      * now rewrite E1 in * by auto.
    + rewrite sum_delta; now rewrite (proj2 (within_spec _ _) (Hto w Hw)).
Qed.

(* Σ_{v<n} E(v) = Σ_{v<n′} E(v), where E is 0 wherever v is below one of them only. *)
Theorem rule_lengthen n n' F :
  (forall v, 0 <= v < n -> ~ 0 <= v < n' -> F v = zero) -> (forall v, 0 <= v < n' -> ~ 0 <= v < n -> F v = zero) ->
  sum n F = sum n' F.
Proof.
  assert (K : forall a e G, a <= e -> (forall v, 0 <= v < e -> ~ 0 <= v < a -> G v = zero) -> sum a G = sum e G).
  { intros a e G Hae H; destruct (Z.le_gt_cases a 0) as [Ha|Ha].
    - transitivity (sum e (fun _ => zero)); [rewrite sum_zero; unfold sum; now replace (Z.to_nat a) with O by lia|].
      apply sum_ext; intros; symmetry; apply H; lia.
    - replace e with (a + (e - a)) by lia; rewrite sum_split by lia.
      replace (sum (e - a) _) with (zero : R); [ring|]. symmetry; rewrite <- (sum_zero (e - a)).
      apply sum_ext; intros; apply H; lia. }
  intros H1 H2; destruct (Z.le_ge_cases n n'); [apply K; auto | symmetry; apply K; auto].
Qed.

(* Σ_{v<n} E(v) = E(0) + ... + E(n − 1). *)
Theorem rule_unroll n F : sum n F = total (map F (range n)).
Proof. symmetry; apply total_range. Qed.

(* Σ_v [c] E = [c] Σ_v E, where c does not mention v. *)
Theorem rule_pull n c F : sum n (fun v => ⟦c⟧ F v) = ⟦c⟧ sum n F.
Proof. destruct c; [reflexivity | apply sum_zero]. Qed.

(* [c] Σ_v E = Σ_v [c] E, where c does not mention v. *)
Theorem rule_push n c F : ⟦c⟧ sum n F = sum n (fun v => ⟦c⟧ F v).
Proof. symmetry; apply rule_pull. Qed.

(* [c][d] E = [d][c] E. *)
Theorem rule_swap b c x : ⟦b⟧ ⟦c⟧ x = ⟦c⟧ ⟦b⟧ x.
Proof. now destruct b, c. Qed.

(* [c₁]…[cₙ] E. *)
Definition bracketed (cs : list bool) (x : R) : R := fold_right (fun (c : bool) x => ⟦c⟧ x) x cs.

(* It is E where all hold, else 0. *)
Lemma bracketed_all cs x : bracketed cs x = ⟦forallb (fun c => c) cs⟧ x.
Proof. induction cs as [|c cs IH]; [reflexivity|]. simpl; rewrite IH; now destruct c. Qed.

(* [c₁]…[cₘ] E = [d₁]…[dₙ] E, where the conditions on both sides say the same. *)
Theorem rule_restate cs ds x :
  (Forall (eq true) cs -> Forall (eq true) ds) -> (Forall (eq true) ds -> Forall (eq true) cs) ->
  bracketed cs x = bracketed ds x.
Proof.
  intros H1 H2; rewrite !bracketed_all.
  replace (forallb (fun c => c) ds) with (forallb (fun c => c) cs); [reflexivity|].
  assert (K : forall l, forallb (fun c => c) l = true <-> Forall (eq true) l)
    by (intros; rewrite forallb_forall, Forall_forall; split; intros H c Hc; symmetry || idtac; auto; now rewrite <- H).
  apply eq_true_iff_eq; rewrite !K; tauto.
Qed.

(* E = [c] E, where c always holds. *)
Theorem rule_insert cs x : Forall (eq true) cs -> x = bracketed cs x.
Proof. induction 1 as [|c cs <- _ IH]; simpl; auto. Qed.

(* [s | x] E = [s | x − s·y] E. *)
Theorem rule_modulo s u w x : 0 < s -> ⟦u mod s =? 0⟧ x = ⟦(u - s * w) mod s =? 0⟧ x.
Proof. intros H; replace (u - s * w) with (u + - w * s) by ring; now rewrite Z.mod_add by lia. Qed.

(* [c] E = 0, where c never holds. *)
Theorem rule_vanish c x : ~ true = c -> ⟦c⟧ x = zero.
Proof. now destruct c. Qed.

(* [c] (A·B) = ([c] A)·B, and so for a first or a later factor. *)
Theorem rule_attach c x y : ⟦c⟧ (x ⊗ y) = (⟦c⟧ x) ⊗ y /\ ⟦c⟧ (x ⊗ y) = x ⊗ (⟦c⟧ y).
Proof. destruct c; split; ring. Qed.

(* ([c] A)·B = [c] (A·B), and so for a first or a later factor. *)
Theorem rule_detach c x y : (⟦c⟧ x) ⊗ y = ⟦c⟧ (x ⊗ y) /\ x ⊗ (⟦c⟧ y) = ⟦c⟧ (x ⊗ y).
Proof. destruct c; split; ring. Qed.

(* A_p = A_q, where p = q along every axis. *)
Theorem rule_same (a : index -> R) p q : p = q -> a p = a q.
Proof. now intros ->. Qed.

(* A·B = B·A; where there are more factors, the equation is used at each. *)
Theorem rule_commute x y : x ⊗ y = y ⊗ x.
Proof. ring. Qed.

(* A·Σ_v E = Σ_v A·E, where A does not mention v, on both sides. *)
Theorem rule_distribute n x y F : x ⊗ sum n F ⊗ y = sum n (fun v => x ⊗ F v ⊗ y).
Proof.
  rewrite sum_mul; transitivity (y ⊗ sum n (fun v => x ⊗ F v)); [ring|].
  rewrite sum_mul; apply sum_ext; intros; ring.
Qed.

(* Σ_v A·E = A·Σ_v E, where A does not mention v. *)
Theorem rule_extract n x F : sum n (fun v => x ⊗ F v) = x ⊗ sum n F.
Proof. symmetry; apply sum_mul. Qed.

(* (A + B) + 0 = A + B. *)
Theorem rule_gather x y : (x ⊕ y) ⊕ zero = x ⊕ y.
Proof. ring. Qed.

(* A step below a sum. *)
Lemma in_sum n F G : (forall v, 0 <= v < n -> F v = G v) -> sum n F = sum n G.
Proof. apply sum_ext. Qed.

(* A step behind a bracket, which holds there. *)
Lemma in_bracket c x y : (true = c -> x = y) -> ⟦c⟧ x = ⟦c⟧ y.
Proof. destruct c; auto. Qed.
End Rules.
