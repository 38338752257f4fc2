(* The phases of ∂L/∂X as dense correlations with sub-filters: no zero is multiplied.

   With g = gcd(s, d), the taps that an input of a phase meets are every (s/g)-th one, and from one to the next the
   output steps back by d/g. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient Routes Layer Whole.
Import ListNotations.
Open Scope Z_scope.

(* s/g: how far the taps of a phase are apart. *)
Definition tap_step q := stride q / Z.gcd (stride q) (dilation q).

(* d/g: how far the outputs are apart that neighbouring taps meet. *)
Definition output_step q := dilation q / Z.gcd (stride q) (dilation q).

(* How many taps there are from the first on. *)
Definition sub_taps q first := (kernel_size q - 1 - first) / tap_step q + 1.

(* A first tap with s | c − d·a; where a phase has none, its entries are 0. *)
Definition is_first q c first :=
  (0 <= first < tap_step q /\ (c - dilation q * first) mod stride q = 0 /\ first < kernel_size q).

(* s = (s/g)·g and d = (d/g)·g, and the quotients have no common factor. *)
Lemma steps_facts q :
  fits q -> exists g, 0 < g /\ 0 < tap_step q /\ 0 < output_step q /\ stride q = tap_step q * g /\
  dilation q = output_step q * g /\ Z.gcd (tap_step q) (output_step q) = 1.
Proof.
  intros (Hs & Hd & _ & _); exists (Z.gcd (stride q) (dilation q)); unfold tap_step, output_step.
  assert (G : 0 < Z.gcd (stride q) (dilation q)).
  { pose proof (Z.gcd_nonneg (stride q) (dilation q)).
    assert (Z.gcd (stride q) (dilation q) <> 0) by (intros E; apply Z.gcd_eq_0_l in E; lia). lia. }
  destruct (Z.gcd_divide_l (stride q) (dilation q)) as [u Eu], (Z.gcd_divide_r (stride q) (dilation q)) as [v Ev].
  set (g := Z.gcd (stride q) (dilation q)) in *.
  assert (E1 : stride q / g = u) by (rewrite Eu at 1; apply Z.div_mul; lia).
  assert (E2 : dilation q / g = v) by (rewrite Ev at 1; apply Z.div_mul; lia).
  rewrite E1, E2; repeat split; try nia.
  rewrite <- E1, <- E2; apply Z.gcd_div_gcd; [lia | reflexivity].
Qed.

(* s | c − d·a exactly where a is a multiple of s/g away from the first tap. *)
Lemma meets_every q c first a :
  fits q -> is_first q c first ->
  (c - dilation q * a) mod stride q = 0 <-> (a - first) mod tap_step q = 0.
Proof.
  intros Hq (Hf & E & _); destruct (steps_facts q Hq) as (g & Hg & Ht & Ho & Es & Ed & H1).
  pose proof Hq as (Hs & _); rewrite !Z.mod_divide in * by lia.
  assert (K : c - dilation q * a = (c - dilation q * first) - g * (output_step q * (a - first))) by (rewrite Ed; ring).
  rewrite K; split; intros H.
  - assert (D : (stride q | g * (output_step q * (a - first)))).
    { replace (g * (output_step q * (a - first))) with
        ((c - dilation q * first) - ((c - dilation q * first) - g * (output_step q * (a - first)))) by ring.
      now apply Z.divide_sub_r. }
    rewrite Es, (Z.mul_comm (tap_step q)) in D; apply Z.mul_divide_cancel_l in D; [|lia].
    now apply Z.gauss in D.
  - apply Z.divide_sub_r; [assumption|]. rewrite Es, (Z.mul_comm (tap_step q)).
    apply Z.mul_divide_mono_l; now apply Z.divide_mul_r.
Qed.

(* The first tap along every axis. *)
Fixpoint all_first A (cs firsts : index) : Prop :=
  match A, cs, firsts with
  | [], [], [] => True
  | q :: A, c :: cs, a :: firsts => is_first q c a /\ all_first A cs firsts
  | _, _, _ => False
  end.

(* The sizes of a sub-filter. *)
Fixpoint sub_filter A (firsts : index) : index :=
  match A, firsts with
  | q :: A, a :: firsts => sub_taps q a :: sub_filter A firsts
  | _, _ => []
  end.

Section Phases.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* The sum over the taps of a phase, along one axis. *)
Lemma sum_phase q c first F :
  fits q -> is_first q c first ->
  sum (kernel_size q) (fun a => ⟦(c - dilation q * a) mod stride q =? 0⟧ F ((c - dilation q * a) / stride q) a) =
  sum (sub_taps q first) (fun b =>
    F ((c - dilation q * first) / stride q - output_step q * b) (first + tap_step q * b)).
Proof.
  intros Hq Hf; pose proof Hf as (H0 & E & Hk); destruct (steps_facts q Hq) as (g & Hg & Ht & Ho & Es & Ed & _).
  pose proof (Z.div_mod (kernel_size q - 1 - first) (tap_step q) ltac:(lia)) as D.
  pose proof (Z.mod_pos_bound (kernel_size q - 1 - first) (tap_step q) Ht) as Hr.
  set (n := (kernel_size q - 1 - first) / tap_step q) in *.
  transitivity (sum (sub_taps q first) (fun b => ⟦within (tap_step q * b + first) (kernel_size q)⟧
    F ((c - dilation q * first) / stride q - output_step q * b) (tap_step q * b + first))).
  - rewrite (sum_reindex (tap_step q) first _ (kernel_size q) (fun b a =>
      F ((c - dilation q * first) / stride q - output_step q * b) a)) by assumption.
    apply sum_ext; intros a Ha; pose proof (meets_every q c first a Hq Hf) as M.
    destruct (Z.eqb_spec ((c - dilation q * a) mod stride q) 0), (Z.eqb_spec ((a - first) mod tap_step q) 0);
      try tauto; try reflexivity.
    pose proof (Z.div_mod (a - first) (tap_step q) ltac:(lia)) as Da; rewrite e0 in Da.
    set (b := (a - first) / tap_step q) in *.
    assert (Hb : 0 <= b < sub_taps q first) by (unfold sub_taps; fold n; nia).
    rewrite (proj2 (within_spec _ _) Hb); f_equal.
    pose proof Hq as (Hs & _).
    replace (c - dilation q * a) with ((c - dilation q * first) + - (output_step q * b) * stride q)
      by (replace a with (first + tap_step q * b) by lia; rewrite Es, Ed; ring).
    rewrite Z.div_add by lia; ring.
  - apply sum_ext; intros b Hb; unfold sub_taps in Hb; fold n in Hb.
    rewrite (proj2 (within_spec _ _)) by nia; f_equal; ring.
Qed.

(* The same for all axes. *)
Theorem sums_phase A cs firsts (F : index -> index -> R) :
  Forall fits A -> all_first A cs firsts ->
  sums (map kernel_size A) (fun taps => let c := cs -v map dilation A *v taps in
    ⟦zeros (c %v map stride A)⟧ F (c /v map stride A) taps) =
  sums (sub_filter A firsts) (fun bs =>
    F ((cs -v map dilation A *v firsts) /v map stride A -v map output_step A *v bs)
      (firsts +v map tap_step A *v bs)).
Proof.
  cbv zeta; intros HA; revert cs firsts F; induction HA as [|q A Hq HA IH]; intros [|c cs] [|a firsts] F; simpl;
    try easy; intros [H1 H2].
  rewrite <- (sum_phase q c a (fun m t => sums (sub_filter A firsts) (fun bs =>
    F (m :: (cs -v map dilation A *v firsts) /v map stride A -v map output_step A *v bs)
      (t :: firsts +v map tap_step A *v bs)))) by assumption.
  apply sum_ext; intros t _.
  rewrite <- (IH cs firsts (fun ms taps => F ((c - dilation q * t) / stride q :: ms) (t :: taps)) H2).
  rewrite <- sums_bracket; apply sums_ext; intros taps _; simpl.
  fold (zeros ((cs -v map dilation A *v taps) %v map stride A)).
  destruct (_ =? 0), (zeros _); reflexivity.
Qed.

(* A phase of ∂L/∂X of a whole layer is ∂L/∂O correlated with a dense sub-filter, at stride 1. *)
Theorem layer_input_sub_filter L f g b c phase js firsts :
  exists_layer L -> shape f = weight_shape L -> shape g = output_shape L ->
  length phase = length (axes L) -> length js = length (axes L) ->
  all_first (axes L) (phase +v map before (axes L)) firsts ->
  inside (b :: c :: phase +v map stride (axes L) *v js) (input_shape L) = true ->
  let starts := phase_numerator (axes L) phase firsts /v map stride (axes L) in
  layer_grad_input L f g (b :: c :: phase +v map stride (axes L) *v js) =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    sums (sub_filter (axes L) firsts) (fun bs =>
      g.[b :: o :: starts -v map output_step (axes L) *v bs +v js]
      ⊗ f.[o :: weight_channel L c :: firsts +v map tap_step (axes L) *v bs])).
Proof.
  intros HL Hf Hg Hp Hj Ha Hi starts; rewrite layer_input_phase by auto; apply sum_ext; intros o' _; cbv zeta.
  destruct HL as (_ & _ & _ & HA).
  exact (sums_phase (axes L) (phase +v map before (axes L)) firsts (fun ms taps =>
    g.[b :: output_channel L c o' :: ms +v js] ⊗ f.[output_channel L c o' :: weight_channel L c :: taps]) HA Ha).
Qed.
End Phases.
