(* From theorems to entries: each gradient's entry as a list of terms that a machine can compute.

   A certificate prints the entries of one layer; the theorems below turn "computing gives what is printed" into
   "what is printed is the gradient". *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Routes Layer.
Import ListNotations.
Open Scope Z_scope.

(* 0, 1, ..., n − 1. *)
Definition range (n : Z) : list Z := map Z.of_nat (seq 0 (Z.to_nat n)).

(* Every index of a box, in reading order. *)
Fixpoint box (ns : index) : list index :=
  match ns with
  | [] => [[]]
  | n :: ns => flat_map (fun i => map (cons i) (box ns)) (range n)
  end.

(* i + p − s·m: along each axis, dilation times the tap through which output m meets input i, if d divides it. *)
Definition tap_numerator A is ms := is +v map before A -v map stride A *v ms.

(* Whether output m meets input i, through any tap. *)
Definition meets A is ms : bool :=
  zeros (tap_numerator A is ms %v map dilation A) &&
  inside (tap_numerator A is ms /v map dilation A) (map kernel_size A).

(* The pairs (output, filter entry) whose products make entry i of ∂L/∂X: all that meet at i. *)
Definition input_terms L (i : index) : list (index * index) :=
  match i with
  | b :: c :: is =>
      flat_map (fun o' =>
        map (fun ms => (b :: output_channel L c o' :: ms,
                        output_channel L c o' :: weight_channel L c ::
                          tap_numerator (axes L) is ms /v map dilation (axes L)))
            (filter (meets (axes L) is) (box (map output_size (axes L)))))
        (range (outs L))
  | _ => []
  end.

(* The pairs (output, input) whose products make an entry of ∂L/∂F: the inputs outside are zeros of the padding. *)
Definition weight_terms L (i : index) : list (index * index) :=
  match i with
  | o :: c :: taps =>
      flat_map (fun b =>
        map (fun ms => (b :: o :: ms, b :: input_channel L o c :: source (axes L) ms taps))
            (filter (fun ms => inside (source (axes L) ms taps) (map input_size (axes L)))
                    (box (map output_size (axes L)))))
        (range (batch_size L))
  | _ => []
  end.

(* The outputs that make an entry of ∂L/∂b. *)
Definition bias_terms L (i : index) : list index :=
  match i with
  | [o] => flat_map (fun b => map (fun ms => b :: o :: ms) (box (map output_size (axes L)))) (range (batch_size L))
  | _ => []
  end.

(* The pairs (shift, tap) of a phase: entry φ + s·j of ∂L/∂X is the sum of ∂L/∂o_{shift + j} f_tap. *)
Definition phase_terms A (phase : index) : list (index * index) :=
  map (fun taps => (phase_numerator A phase taps /v map stride A, taps))
      (filter (fun taps => zeros (phase_numerator A phase taps %v map stride A)) (box (map kernel_size A))).

(* Whether a layer exists, as a computation. *)
Definition layer_ok L : bool :=
  (0 <=? groups L) && (1 <=? ins L) && (1 <=? outs L) &&
  forallb (fun q => (0 <? stride q) && (0 <? dilation q) && (1 <=? kernel_size q) && (0 <=? slack q)) (axes L).

(* The computation tells the truth. *)
Lemma layer_ok_spec L : layer_ok L = true -> exists_layer L.
Proof.
  unfold layer_ok; rewrite !andb_true_iff, !Z.leb_le, forallb_forall; intros (((H1 & H2) & H3) & H).
  repeat split; auto. apply Forall_forall; intros q Hq; specialize (H q Hq).
  rewrite !andb_true_iff, !Z.leb_le, !Z.ltb_lt in H; unfold fits; tauto.
Qed.

(* The range holds the indices within it. *)
Lemma in_range i n : In i (range n) <-> within i n = true.
Proof.
  unfold range; rewrite in_map_iff, within_spec; split.
  - intros (p & <- & H); apply in_seq in H; lia.
  - intros H; exists (Z.to_nat i); rewrite in_seq; lia.
Qed.

(* The box holds the indices inside of it, and no others: a list over it misses no entry. *)
Lemma in_box is ns : In is (box ns) <-> inside is ns = true.
Proof.
  revert is; induction ns as [|n ns IH]; intros is; simpl.
  - destruct is; simpl; split; (now auto) || (now intros [H|[]]).
  - rewrite in_flat_map; split.
    + intros (i & Hi & H); apply in_map_iff in H; destruct H as (js & <- & H); simpl.
      now rewrite (proj1 (in_range i n) Hi), (proj1 (IH js) H).
    + destruct is as [|i is]; simpl; [discriminate|]. rewrite andb_true_iff; intros [Hi H].
      exists i; split; [now apply in_range | apply in_map; now apply IH].
Qed.

(* Something proven, whatever it says; a list of such things can be asked for its axioms at once. *)
Inductive proven : Type :=
  | Proven {P : Prop} (proof : P).

Section Entries.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* t0 ⊕ t1 ⊕ ..., as it is printed; of no terms it is 0. *)
Definition total (ts : list R) : R :=
  match ts with
  | [] => zero
  | t :: ts => fold_left add ts t
  end.

(* A term comes first in a total, or is added to it. *)
Lemma total_cons t ts : total (t :: ts) = t ⊕ total ts.
Proof.
  destruct ts as [|u ts]; simpl; [ring|]. revert t u; induction ts as [|v ts IH]; intros; simpl; [reflexivity|].
  rewrite <- (IH t (u ⊕ v)); f_equal; ring.
Qed.

(* The total of two lists is the sum of their totals. *)
Lemma total_app ts us : total (ts ++ us) = total ts ⊕ total us.
Proof.
  induction ts as [|t ts IH]; [simpl; ring|].
  rewrite <- app_comm_cons, !total_cons, IH; ring.
Qed.

(* A total over joined lists is a total of totals. *)
Lemma total_flat_map {I J} (F : J -> R) (lists : I -> list J) (l : list I) :
  total (map F (flat_map lists l)) = total (map (fun i => total (map F (lists i))) l).
Proof.
  induction l as [|i l IH]; [reflexivity|].
  simpl flat_map; rewrite map_app, total_app, IH, map_cons, total_cons; reflexivity.
Qed.

(* Leaving terms out is putting a bracket before them. *)
Lemma total_filter {I} (P : I -> bool) (F : I -> R) (l : list I) :
  total (map F (filter P l)) = total (map (fun i => ⟦P i⟧ F i) l).
Proof.
  induction l as [|i l IH]; [reflexivity|]. simpl filter; rewrite (map_cons _ i l), total_cons, <- IH.
  destruct (P i); [rewrite map_cons, total_cons; reflexivity | ring].
Qed.

(* A total over a range is a sum. *)
Lemma total_range n F : total (map F (range n)) = sum n F.
Proof.
  unfold range, sum; rewrite map_map; induction (Z.to_nat n) as [|p IH]; [reflexivity|].
  rewrite seq_S, map_app, total_app, IH; simpl; reflexivity.
Qed.

(* A total over a box is a sum over it. *)
Lemma total_box ns F : total (map F (box ns)) = sums ns F.
Proof.
  revert F; induction ns as [|n ns IH]; intros; [reflexivity|].
  simpl box; rewrite total_flat_map, total_range; simpl; apply sum_ext; intros i Hi.
  rewrite map_map; apply (IH (fun is => F (i :: is))).
Qed.

(* An output meets an input through at most one tap. *)
Lemma sums_taps A is ms (F : index -> R) :
  Forall fits A -> inside is (map input_size A) = true -> inside ms (map output_size A) = true ->
  sums (map kernel_size A) (fun taps => ⟦same is (source A ms taps)⟧ F taps) =
  ⟦meets A is ms⟧ F (tap_numerator A is ms /v map dilation A).
Proof.
  unfold meets, tap_numerator; revert is ms F.
  induction A as [|q A IH]; intros [|i is] [|m ms] F; simpl; try easy; intros; facts.
  transitivity (sum (kernel_size q) (fun a => ⟦i =? dilation q * a + (stride q * m - before q)⟧
     sums (map kernel_size A) (fun taps => ⟦same is (source A ms taps)⟧ F (a :: taps)))).
  - apply sum_ext; intros a _; rewrite <- sums_bracket; apply sums_ext; intros taps _.
    rewrite bracket_and; fold (source A ms taps).
    now replace (stride q * m + (dilation q * a - before q)) with (dilation q * a + (stride q * m - before q)) by lia.
  - rewrite sum_meeting by auto.
    replace (i - (stride q * m - before q)) with (i + before q - stride q * m) by lia.
    rewrite IH by auto.
    destruct (_ =? 0), (within _ _), (zeros _); reflexivity.
Qed.

(* Σ products of the pairs listed, where U and V are what the indices are looked up in. *)
Definition products (U V : index -> R) (pairs : list (index * index)) : R :=
  total (map (fun pair => U (fst pair) ⊗ V (snd pair)) pairs).

(* ∂L/∂X is the total of its terms. *)
Theorem input_entry L f g i :
  exists_layer L -> shape f = weight_shape L -> shape g = output_shape L -> inside i (input_shape L) = true ->
  layer_grad_input L f g i = products (get g) (get f) (input_terms L i).
Proof.
  intros (_ & H1 & H2 & HA) Hf Hg Hi; destruct i as [|b [|c is]]; try discriminate.
  1: { now cbn in Hi; destruct (within b _). }
  cbn [input_shape app inside] in Hi; apply andb_prop in Hi; destruct Hi as [Hb Hi].
  apply andb_prop in Hi; destruct Hi as [Hc Hi]; apply within_spec in Hc.
  assert (Hq : 0 <= c / ins L < groups L) by (split; [apply Z.div_pos | apply Z.div_lt_upper_bound]; lia).
  unfold products; cbn [layer_grad_input input_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros o' Ho.
  pose proof (block_within (outs L) (groups L) _ o' Hq Ho) as Wo.
  assert (Wc : within (weight_channel L c) (ins L) = true)
    by (apply within_spec; unfold weight_channel; apply Z.mod_pos_bound; lia).
  rewrite input_scatter by (auto; eapply slice_shape; eauto).
  rewrite map_map, total_filter, total_box. apply sums_ext; intros ms Hm; cbn [fst snd].
  rewrite sums_taps by auto.
  destruct (meets _ _ _); [|reflexivity]. f_equal; eapply get_slice; eauto.
Qed.

(* ∂L/∂F is the total of its terms. *)
Theorem weight_entry L x g i :
  exists_layer L -> shape x = input_shape L -> shape g = output_shape L -> inside i (weight_shape L) = true ->
  layer_grad_weight L x g i = products (get g) (get x) (weight_terms L i).
Proof.
  intros HL Hx Hg Hi; destruct i as [|o [|c taps]]; try discriminate.
  1: { now cbn in Hi; destruct (within o _). }
  cbn [weight_shape app inside] in Hi; apply andb_prop in Hi; destruct Hi as [Ho Hi].
  apply andb_prop in Hi; destruct Hi as [Hc Ha].
  pose proof (input_channel_within L HL o c Ho (proj1 (within_spec _ _) Hc)) as Wc.
  destruct HL as (_ & H1 & H2 & HA).
  unfold products; cbn [layer_grad_weight weight_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros b Hb; apply within_spec in Hb.
  rewrite get_grad_weight by (auto; eapply slice_shape; eauto).
  rewrite map_map, total_filter, total_box. apply sums_ext; intros ms Hm; cbn [fst snd].
  erewrite !get_slice by eauto.
  unfold get at 2; rewrite Hx; cbn [input_shape app inside]; rewrite Hb, Wc; cbn [andb].
  destruct (inside (source _ _ _) _) eqn:E; [|ring].
  f_equal; rewrite get_inside; [reflexivity|]. rewrite Hx; cbn [input_shape app inside]; now rewrite Hb, Wc, E.
Qed.

(* ∂L/∂b is the total of its terms. *)
Theorem bias_entry L g i :
  inside i (bias_shape L) = true -> layer_grad_bias L g i = total (map (get g) (bias_terms L i)).
Proof.
  intros Hi; destruct i as [|o [|? ?]]; try discriminate.
  2: { now cbn in Hi; destruct (within o _). }
  cbn [layer_grad_bias bias_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros b Hb; now rewrite map_map, total_box.
Qed.

(* What a certificate says: the gradient of O at g has exactly these entries, in reading order. *)
Definition gradient_is (O : array R -> array R) (ns : index) (g : array R) (entries : list (index * R)) : Prop :=
  exists G, is_gradient O ns g G /\ map (fun i => (i, G i)) (box ns) = entries.

(* Lists of entries are equal where the entries are. *)
Lemma entries_ext ns (G G' : index -> R) :
  (forall i, inside i ns = true -> G i = G' i) -> map (fun i => (i, G i)) (box ns) = map (fun i => (i, G' i)) (box ns).
Proof. intros H; apply map_ext_in; intros i Hi; now rewrite H by now apply in_box. Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂X. *)
Theorem input_certificate L (printed : (index -> R) -> (index -> R) -> list (index * R)) f g bias :
  layer_ok L = true ->
  (forall G F, map (fun i => (i, products G F (input_terms L i))) (box (input_shape L)) = printed G F) ->
  shape f = weight_shape L -> shape g = output_shape L ->
  gradient_is (fun x => layer_forward L x f bias) (input_shape L) g (printed (get g) (get f)).
Proof.
  intros Hok H Hf Hg; apply layer_ok_spec in Hok; exists (layer_grad_input L f g); split.
  - now apply layer_input_gradient.
  - rewrite <- H; apply entries_ext; intros; now apply input_entry.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂F. *)
Theorem weight_certificate L (printed : (index -> R) -> (index -> R) -> list (index * R)) x g bias :
  layer_ok L = true ->
  (forall G X, map (fun i => (i, products G X (weight_terms L i))) (box (weight_shape L)) = printed G X) ->
  shape x = input_shape L -> shape g = output_shape L ->
  gradient_is (fun f => layer_forward L x f bias) (weight_shape L) g (printed (get g) (get x)).
Proof.
  intros Hok H Hx Hg; apply layer_ok_spec in Hok; exists (layer_grad_weight L x g); split.
  - now apply layer_filter_gradient.
  - rewrite <- H; apply entries_ext; intros; now apply weight_entry.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂b. *)
Theorem bias_certificate L (printed : (index -> R) -> list (index * R)) x f g :
  (forall G, map (fun i => (i, total (map G (bias_terms L i)))) (box (bias_shape L)) = printed G) ->
  shape g = output_shape L ->
  gradient_is (fun bias => layer_forward L x f bias) (bias_shape L) g (printed (get g)).
Proof.
  intros H Hg; exists (layer_grad_bias L g); split.
  - now apply layer_bias_gradient.
  - rewrite <- H; apply entries_ext; intros; now apply bias_entry.
Qed.

(* If computing the terms of a phase gives the list printed, then that is its closed form, whatever the input sizes. *)
Theorem phase_certificate A f g phase js terms :
  phase_terms A phase = terms ->
  Forall fits A -> shape f = map kernel_size A -> shape g = map output_size A ->
  length phase = length A -> length js = length A ->
  inside (phase +v map stride A *v js) (map input_size A) = true ->
  (grad_input A f g).[phase +v map stride A *v js] =
  total (map (fun pair => g.[fst pair +v js] ⊗ f.[snd pair]) terms).
Proof.
  intros <- HA Hf Hg Hp Hj Hi; rewrite input_phase by auto.
  unfold phase_terms; rewrite map_map, total_filter, total_box; reflexivity.
Qed.
End Entries.
