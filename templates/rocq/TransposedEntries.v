(* From theorems to entries, for a transposed layer: the form is a convolution's, and each entry a list of terms.

   Its input stands at the convolution's outputs and its output at the convolution's inputs, so what makes an entry of
   its output makes one of the convolution's ∂L/∂X, and what makes one of its ∂L/∂X one of the convolution's output. *)
From Coq Require Import ZArith Lia Ring Bool List.
From Convolution Require Import Sums Boxes Arrays Geometry InputGradient FilterGradient Layer Whole Entries Transposed.
Import ListNotations.
Open Scope Z_scope.

(* The pairs (output, filter entry) whose products make entry i of the transposed layer's ∂L/∂X: all that its input
   was added to; what was cut away is left out. *)
Definition transposed_input_terms L (i : index) : list (index * index) :=
  match i with
  | b :: o :: ms =>
      flat_map (fun c =>
        map (fun taps => (b :: input_channel L o c :: source (axes L) ms taps, o :: c :: taps))
            (filter (fun taps => inside (source (axes L) ms taps) (map input_size (axes L)))
                    (box (map kernel_size (axes L)))))
        (range (ins L))
  | _ => []
  end.

(* The pairs (output, input) whose products make an entry of its ∂L/∂F: the convolution's, exchanged. *)
Definition transposed_weight_terms L (i : index) : list (index * index) :=
  map (fun pair => (snd pair, fst pair)) (weight_terms L i).

(* The outputs that make an entry of its ∂L/∂b. *)
Definition transposed_bias_terms L (i : index) : list index :=
  match i with
  | [c] => flat_map (fun b => map (fun is => b :: c :: is) (box (map input_size (axes L)))) (range (batch_size L))
  | _ => []
  end.

Section TransposedEntries.
Context {R : Type} {CR : CommutativeRing R}.
Add Ring entries_ring : ring_laws.

(* ∂L/∂X: the strided correlation of ∂L/∂O with the filter as it is, summed over the channels that x was added to. *)
Definition transposed_grad_input L (f g : array R) (i : index) : R :=
  match i with
  | b :: o :: ms =>
      sum (ins L) (fun c => (forward (axes L) (slice g b (input_channel L o c)) (slice f o c)).[ms])
  | _ => zero
  end.

(* It is the convolution at ∂L/∂O. *)
Lemma transposed_grad_input_is L f g i :
  inside i (output_shape L) = true -> (layer_forward L g f no_bias).[i] = transposed_grad_input L f g i.
Proof.
  intros Hi; destruct i as [|b [|o ms]]; [easy| |].
  - rewrite get_inside by exact Hi; reflexivity.
  - cbn [output_shape] in Hi; apply parts_inside in Hi as (Hb & Ho & Hm).
    rewrite get_layer_forward, no_bias_is by auto; cbn [transposed_grad_input]; ring.
Qed.

(* It is the gradient. *)
Theorem transposed_grad_input_is_right L f g bias :
  exists_layer L -> shape f = weight_shape L -> shape g = input_shape L ->
  is_gradient (fun x => transposed_forward L x f bias) (output_shape L) g (transposed_grad_input L f g).
Proof.
  intros HL Hf Hg x h Hx Hh; rewrite (transposed_input_gradient L HL f g bias) by auto.
  apply sums_ext; intros i Hi; now rewrite transposed_grad_input_is.
Qed.

(* Entry by entry: Σ_c Σ_a ∂L/∂o_{s·m + d·a − p} f_a, which is the chain rule. *)
Theorem transposed_input_entry L f g b o ms :
  exists_layer L -> shape f = weight_shape L -> shape g = input_shape L ->
  inside (b :: o :: ms) (output_shape L) = true ->
  transposed_grad_input L f g (b :: o :: ms) =
  sum (ins L) (fun c => sums (map kernel_size (axes L)) (fun taps =>
    g.[b :: input_channel L o c :: source (axes L) ms taps] ⊗ f.[o :: c :: taps])).
Proof.
  intros HL Hf Hg Hi; rewrite <- transposed_grad_input_is by assumption.
  rewrite (layer_forward_entry L HL) by auto; rewrite no_bias_is; ring.
Qed.

(* ∂L/∂X is the total of its terms. *)
Theorem transposed_input_total L f g i :
  exists_layer L -> shape f = weight_shape L -> shape g = input_shape L -> inside i (output_shape L) = true ->
  transposed_grad_input L f g i = products (get g) (get f) (transposed_input_terms L i).
Proof.
  intros HL Hf Hg Hi; destruct i as [|b [|o ms]]; [easy| |].
  { now cbn in Hi; destruct (within b _). }
  rewrite transposed_input_entry by assumption.
  cbn [output_shape] in Hi; apply parts_inside in Hi as (Hb & Ho & Hm).
  unfold products; cbn [transposed_input_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros c Hc; pose proof (input_channel_within L HL o c Ho Hc) as Wc.
  rewrite map_map, total_filter, total_box; apply sums_ext; intros taps Ha; cbn [fst snd].
  destruct (inside (source _ _ _) _) eqn:E; [reflexivity|].
  unfold get at 1; rewrite Hg; cbn [input_shape app inside]; rewrite Hb, Wc, E; cbn [andb]; ring.
Qed.

(* ∂L/∂F is the total of its terms. *)
Theorem transposed_weight_total L x g i :
  exists_layer L -> shape x = output_shape L -> shape g = input_shape L -> inside i (weight_shape L) = true ->
  layer_grad_weight L g x i = products (get g) (get x) (transposed_weight_terms L i).
Proof.
  intros; rewrite weight_entry by assumption; unfold products, transposed_weight_terms; rewrite map_map.
  f_equal; apply map_ext; intros pair; cbn [fst snd]; ring.
Qed.

(* ∂L/∂b is the total of its terms. *)
Theorem transposed_bias_total L g i :
  inside i (transposed_bias_shape L) = true ->
  transposed_grad_bias L g i = total (map (get g) (transposed_bias_terms L i)).
Proof.
  intros Hi; destruct i as [|c [|? ?]]; try discriminate.
  2: { now cbn in Hi; destruct (within c _). }
  cbn [transposed_grad_bias transposed_bias_terms]; rewrite total_flat_map, total_range.
  apply sum_ext; intros b Hb; now rewrite map_map, total_box.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂X there. *)
Theorem transposed_input_certificate L asked (printed : (index -> R) -> (index -> R) -> list (index * R)) f g bias :
  layer_ok L && forallb (fun i => inside i (output_shape L)) asked = true ->
  (forall G F, map (fun i => (i, products G F (transposed_input_terms L i))) asked = printed G F) ->
  shape f = weight_shape L -> shape g = input_shape L ->
  gradient_has (fun x => transposed_forward L x f bias) (output_shape L) g (printed (get g) (get f)).
Proof.
  intros Hok H Hf Hg; apply andb_prop in Hok; destruct Hok as [Hok Hin]; apply layer_ok_spec in Hok.
  exists (transposed_grad_input L f g); split; [now apply transposed_grad_input_is_right|].
  apply (entries_ext _ _ _ _ _ Hin) with (2 := H _ _); intros; now apply transposed_input_total.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂F there. *)
Theorem transposed_weight_certificate L asked (printed : (index -> R) -> (index -> R) -> list (index * R)) x g bias :
  layer_ok L && forallb (fun i => inside i (weight_shape L)) asked = true ->
  (forall G X, map (fun i => (i, products G X (transposed_weight_terms L i))) asked = printed G X) ->
  shape x = output_shape L -> shape g = input_shape L ->
  gradient_has (fun f => transposed_forward L x f bias) (weight_shape L) g (printed (get g) (get x)).
Proof.
  intros Hok H Hx Hg; apply andb_prop in Hok; destruct Hok as [Hok Hin]; apply layer_ok_spec in Hok.
  exists (layer_grad_weight L g x); split; [now apply transposed_filter_gradient|].
  apply (entries_ext _ _ _ _ _ Hin) with (2 := H _ _); intros; now apply transposed_weight_total.
Qed.

(* If computing the terms gives what is printed, then what is printed is ∂L/∂b there. *)
Theorem transposed_bias_certificate L asked (printed : (index -> R) -> list (index * R)) x f g :
  forallb (fun i => inside i (transposed_bias_shape L)) asked = true ->
  (forall G, map (fun i => (i, total (map G (transposed_bias_terms L i)))) asked = printed G) ->
  shape g = input_shape L ->
  gradient_has (fun bias => transposed_forward L x f bias) (transposed_bias_shape L) g (printed (get g)).
Proof.
  intros Hin H Hg; exists (transposed_grad_bias L g); split; [now apply transposed_bias_gradient|].
  apply (entries_ext _ _ _ _ _ Hin) with (2 := H _); intros; now apply transposed_bias_total.
Qed.

(* If computing the terms of a phase gives the list printed, then those outputs are its closed form, and the bias. *)
Theorem transposed_phase_certificate L x f bias b c phase js terms :
  phase_terms (axes L) phase = terms ->
  exists_layer L -> shape x = output_shape L -> shape f = weight_shape L ->
  length phase = length (axes L) -> length js = length (axes L) ->
  inside (b :: c :: phase +v map stride (axes L) *v js) (input_shape L) = true ->
  (transposed_forward L x f bias).[b :: c :: phase +v map stride (axes L) *v js] =
  sum (outs L) (fun o' => let o := output_channel L c o' in
    total (map (fun pair => x.[b :: o :: fst pair +v js] ⊗ f.[o :: weight_channel L c :: snd pair]) terms))
  ⊕ bias.[[c]].
Proof.
  intros Ht HL Hx Hf Hp Hj Hi; rewrite get_transposed by exact Hi; f_equal; now apply phase_certificate.
Qed.
End TransposedEntries.
