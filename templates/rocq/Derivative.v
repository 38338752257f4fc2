(* Over the real numbers the gradients are derivatives, and the chain rule holds for every differentiable loss.

   O is affine in each of X, F and b: it differs from its linear part by nothing at all, so that part is its Fréchet
   derivative. A loss L is differentiable at y with the gradient g if L(y + k) = L(y) + Σ g_m k_m up to less than any
   multiple of |k|. Then L ∘ O is differentiable, and its gradient is what the theorems of the layer say. This file
   alone stands on the axioms of Rocq's real numbers. *)
From Coq Require Import ZArith Lia Ring Bool List Reals Lra.
From Convolution Require Import Sums Boxes Arrays Layer.
Import ListNotations.
Open Scope R_scope.

(* The real numbers are a commutative ring. *)
#[global] Instance reals : CommutativeRing R := {|
  zero := 0; one := 1; add := Rplus; mul := Rmult; sub := Rminus; opp := Ropp; ring_laws := RTheory |}.

(* |x|: the sum of the absolute values of its entries. *)
Definition norm (x : array R) : R := sums (shape x) (fun i => Rabs x.[i]).

(* The loss is differentiable at y, and g is its gradient. *)
Definition has_gradient (loss : array R -> R) (y : array R) (g : index -> R) : Prop :=
  forall e, 0 < e -> exists d, 0 < d /\ forall k, shape k = shape y -> norm k < d ->
  Rabs (loss (plus y k) - loss y - sums (shape y) (fun m => g m * k.[m])) <= e * norm k.

(* It depends on the sizes and entries of an array alone. *)
Definition of_entries (loss : array R -> R) : Prop :=
  forall x y, shape x = shape y -> (forall i, x.[i] = y.[i]) -> loss x = loss y.

(* A sum is at most what its terms are at most. *)
Lemma sum_le n F G : (forall i, (0 <= i < n)%Z -> F i <= G i) -> sum n F <= sum n G.
Proof.
  unfold sum; intros H; assert (K : forall p, (p <= Z.to_nat n)%nat -> sum_nat p F <= sum_nat p G).
  { induction p; simpl; intros; [lra|]. apply Rplus_le_compat; [apply IHp | apply H]; lia. }
  now apply K.
Qed.

(* The same for boxes. *)
Lemma sums_le ns F G : (forall i, inside i ns = true -> F i <= G i) -> sums ns F <= sums ns G.
Proof.
  revert F G; induction ns as [|n ns IH]; simpl; intros F G H; [now apply H|].
  apply sum_le; intros i Hi; apply IH; intros is His; apply H; simpl.
  now rewrite (proj2 (within_spec i n) Hi).
Qed.

(* A sum of what is nowhere negative is not. *)
Lemma sums_nonnegative ns F : (forall i, 0 <= F i) -> 0 <= sums ns F.
Proof.
  intros H; apply Rle_trans with (sums ns (fun _ => 0)); [right; symmetry; exact (sums_zero ns) | now apply sums_le].
Qed.

(* |Σ F| ≤ Σ |F|. *)
Lemma sum_abs n F : Rabs (sum n F) <= sum n (fun i => Rabs (F i)).
Proof.
  unfold sum; induction (Z.to_nat n) as [|p IH]; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.

(* The same for boxes. *)
Lemma sums_abs ns F : Rabs (sums ns F) <= sums ns (fun i => Rabs (F i)).
Proof.
  revert F; induction ns as [|n ns IH]; simpl; intros; [lra|].
  eapply Rle_trans; [apply sum_abs|]. apply sum_le; intros; apply IH.
Qed.

(* One entry is at most the norm. *)
Lemma entry_le_norm h i : Rabs h.[i] <= norm h.
Proof.
  unfold norm; destruct (inside i (shape h)) eqn:Hi.
  - apply Rle_trans with (sums (shape h) (fun j => ⟦same j i⟧ Rabs h.[j])).
    + rewrite sums_delta, Hi; lra.
    + apply sums_le; intros j _; destruct (same j i); [lra | apply Rabs_pos].
  - unfold get at 1; rewrite Hi; cbn [zero reals]; rewrite Rabs_R0; apply sums_nonnegative; intros; apply Rabs_pos.
Qed.

Section ChainRule.
Variable O : array R -> array R.
Variables ns ms : index.
Variable gradient : array R -> index -> R.
Hypothesis O_shape : forall x, shape x = ns -> shape (O x) = ms.
Hypothesis O_gradient : forall g, shape g = ms -> is_gradient O ns g (gradient g).

(* ∂o_m/∂x_i: the gradient at a g that is 1 at m and 0 elsewhere. *)
Definition local (m i : index) : R := gradient (Array ms (fun j => ⟦same j m⟧ 1)) i.

(* How far O moves. *)
Definition moved x h : array R := Array ms (fun m => (O (plus x h)).[m] - (O x).[m]).

(* O(x + h) − O(x) = Σ_i h_i ∂o/∂x_i, without a remainder: this is the Fréchet derivative of O. *)
Theorem frechet x h m :
  shape x = ns -> shape h = ns -> inside m ms = true -> (moved x h).[m] = sums ns (fun i => h.[i] * local m i).
Proof.
  intros Hx Hh Hm; unfold local; rewrite <- (O_gradient (Array ms _) eq_refl x h Hx Hh).
  rewrite (get_inside (moved x h) m Hm); cbn [moved entry shape].
  transitivity (sums ms (fun j => ⟦same j m⟧ ((O (plus x h)).[j] - (O x).[j]))).
  - now rewrite sums_delta, Hm.
  - apply sums_ext; intros j Hj; rewrite (get_inside (Array ms _) j Hj); cbn [entry].
    destruct (same j m); cbn [zero mul sub reals]; ring.
Qed.

(* So it moves at most C times as far as x does. *)
Lemma moved_bound x h :
  shape x = ns -> shape h = ns ->
  norm (moved x h) <= sums ms (fun m => sums ns (fun i => Rabs (local m i))) * norm h.
Proof.
  intros Hx Hh; unfold norm at 1; cbn [shape moved]; rewrite Rmult_comm.
  change (norm h * sums ms ?F) with (norm h ⊗ sums ms F); rewrite sums_mul.
  apply sums_le; intros m Hm; fold (moved x h); rewrite frechet by auto.
  eapply Rle_trans; [apply sums_abs|]; rewrite sums_mul.
  apply sums_le; intros i _; rewrite Rabs_mult; apply Rmult_le_compat_r; [apply Rabs_pos | apply entry_le_norm].
Qed.

(* The chain rule: the loss of O has the gradient that the layer's theorem gives. *)
Theorem chain_rule loss x g :
  of_entries loss -> shape x = ns -> shape g = ms ->
  has_gradient loss (O x) (get g) -> has_gradient (fun x => loss (O x)) x (gradient g).
Proof.
  intros Hloss Hx Hg H e He.
  set (C := sums ms (fun m => sums ns (fun i => Rabs (local m i)))).
  assert (HC : 0 <= C) by (apply sums_nonnegative; intros; apply sums_nonnegative; intros; apply Rabs_pos).
  destruct (H (e / (C + 1))) as (d & Hd & K); [apply Rdiv_lt_0_compat; lra|].
  exists (d / (C + 1)); split; [apply Rdiv_lt_0_compat; lra|]; intros h Hh Hn; rewrite Hx in *.
  assert (Hb := moved_bound x h Hx Hh); fold C in Hb.
  assert (Hp : 0 <= norm h) by (apply sums_nonnegative; intros; apply Rabs_pos).
  assert (Hs : shape (O (plus x h)) = ms) by (apply O_shape; exact Hx).
  assert (E : loss (O (plus x h)) = loss (plus (O x) (moved x h))).
  { apply Hloss; [cbn [plus shape]; rewrite Hs; symmetry; now apply O_shape|]. intros i.
    rewrite get_plus by (cbn [moved shape]; now apply O_shape).
    unfold get at 3; cbn [moved shape entry]; destruct (inside i ms) eqn:Hi; cbn [add zero reals]; [ring|].
    unfold get; rewrite Hs, (O_shape x Hx), Hi; cbn [zero reals]; ring. }
  rewrite E; replace (sums ns (fun i => gradient g i * h.[i]))
    with (sums (shape (O x)) (fun m => g.[m] * (moved x h).[m])).
  - assert (Hm : norm (moved x h) <= (C + 1) * norm h) by (eapply Rle_trans; [exact Hb | nra]).
    eapply Rle_trans; [apply K; [cbn [moved shape]; symmetry; now apply O_shape|]|].
    + eapply Rle_lt_trans; [exact Hm|]. apply Rmult_lt_compat_l with (r := C + 1) in Hn; [|lra].
      replace ((C + 1) * (d / (C + 1))) with d in Hn by (field; lra); exact Hn.
    + replace (e * norm h) with (e / (C + 1) * ((C + 1) * norm h)) by (field; lra).
      apply Rmult_le_compat_l; [apply Rlt_le, Rdiv_lt_0_compat; lra | exact Hm].
  - rewrite (O_shape x Hx); transitivity (sums ns (fun i => h.[i] ⊗ gradient g i)).
    + rewrite <- (O_gradient g Hg x h Hx Hh), Hg; apply sums_ext; intros m Hm; f_equal.
      now rewrite (get_inside (moved x h) m Hm).
    + apply sums_ext; intros; apply Rmult_comm.
Qed.
End ChainRule.

Section Losses.
Variable L : layer.
Hypothesis HL : exists_layer L.
Variable loss : array R -> R.
Hypothesis Hloss : of_entries loss.
Variables x f bias g : array R.
Hypothesis Hx : shape x = input_shape L.
Hypothesis Hf : shape f = weight_shape L.
Hypothesis Hbias : shape bias = bias_shape L.
Hypothesis Hg : shape g = output_shape L.
Hypothesis differentiable : has_gradient loss (layer_forward L x f bias) (get g).

(* If g is ∂L/∂O, then layer_grad_input is ∂L/∂X, *)
Theorem loss_input : has_gradient (fun x => loss (layer_forward L x f bias)) x (layer_grad_input L f g).
Proof.
  refine (chain_rule (fun x => layer_forward L x f bias) (input_shape L) (output_shape L) (layer_grad_input L f)
    _ _ loss x g Hloss Hx Hg differentiable); [reflexivity|]. intros; now apply layer_input_gradient.
Qed.

(* layer_grad_weight is ∂L/∂F, *)
Theorem loss_weight : has_gradient (fun f => loss (layer_forward L x f bias)) f (layer_grad_weight L x g).
Proof.
  refine (chain_rule (fun f => layer_forward L x f bias) (weight_shape L) (output_shape L) (layer_grad_weight L x)
    _ _ loss f g Hloss Hf Hg differentiable); [reflexivity|]. intros; now apply layer_filter_gradient.
Qed.

(* and layer_grad_bias is ∂L/∂b. *)
Theorem loss_bias : has_gradient (fun bias => loss (layer_forward L x f bias)) bias (layer_grad_bias L g).
Proof.
  refine (chain_rule (fun bias => layer_forward L x f bias) (bias_shape L) (output_shape L) (layer_grad_bias L)
    _ _ loss bias g Hloss Hbias Hg differentiable); [reflexivity|]. intros; now apply layer_bias_gradient.
Qed.
End Losses.
