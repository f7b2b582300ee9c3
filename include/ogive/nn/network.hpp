// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. Dense layers of different activations come in; one network goes out, a Boost.Hana tuple: its forward
// and backward passes are unrolled over the layers, each with its own fused formula.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/base/error.hpp>
#include <ogive/base/hana.hpp>
#include <ogive/nn/dense.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/optimiser.hpp>

namespace ogive::nn {

/// The three matrices of one layer's gradient, shaped as the layer's own.
template <class T>
struct layer_gradients {
  matrix<T> weight;
  matrix<T> bias;
  matrix<T> parameters;
};

/// Dense layers in a row, the output of each the input of the next. See `make_network`.
template <class... Layers>
class network {
  static_assert(sizeof...(Layers) > 0, "ogive::nn::network: it has no layer; pass at least one dense layer");

 public:
  static constexpr std::size_t depth = sizeof...(Layers);
  using layers_type = hana::tuple<Layers...>;
  using value_type =
      typename std::remove_reference_t<decltype(hana::at_c<0>(std::declval<layers_type&>()))>::value_type;
  using tape_type = hana::tuple<typename Layers::tape_type...>;
  static_assert((std::is_same_v<typename Layers::value_type, value_type> && ...),
                "ogive::nn::network: its layers compute with different types; make them all of float or all of double");

  layers_type layers;

  explicit network(Layers... given) : layers(std::move(given)...) { check(std::make_index_sequence<depth - 1>{}); }

  [[nodiscard]] std::size_t inputs() const { return hana::at_c<0>(layers).inputs(); }
  [[nodiscard]] std::size_t outputs() const { return hana::at_c<depth - 1>(layers).outputs(); }

  /// How many numbers it learns.
  [[nodiscard]] std::size_t parameter_count() const {
    std::size_t count = 0;
    hana::for_each(layers,
                   [&](const auto& layer) { count += (layer.inputs() + 1) * layer.outputs() + layer.parameter_count; });
    return count;
  }

  /// Room for the passes over up to `batch` rows.
  [[nodiscard]] tape_type make_tape(std::size_t batch) const {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return tape_type(hana::at_c<I>(layers).make_tape(batch)...);
    }
    (std::make_index_sequence<depth>{});
  }

  /// The outputs of the last layer, values only. Shapes: x is rows × inputs, the result rows × outputs, inside the
  /// tape.
  matrix_view<const value_type> infer(matrix_view<const value_type> x, tape_type& tape) const {
    return pass<0>(x, tape,
                   [](const auto& layer, auto in, auto& own) { layer.infer(in, own.output.first_rows(in.rows)); });
  }

  /// The same, and what backward needs into the tape.
  matrix_view<const value_type> forward(matrix_view<const value_type> x, tape_type& tape) const {
    return pass<0>(x, tape, [](const auto& layer, auto in, auto& own) { layer.forward(in, own); });
  }

  /// The gradients of everything that is learnt, handed out layer by layer from the last to the first.
  ///
  /// Shapes: x is the input of the last `forward`, upstream is ∂loss/∂output, rows × outputs. For each layer,
  /// consume(index, layer) gives three epilogues weight, bias, parameters, called with each batch of that gradient:
  /// `store_gradient` keeps it, `apply_step` updates the layer at once, which is safe because δ has passed by then.
  template <class Consume>
  void backward(matrix_view<const value_type> x, matrix_view<const value_type> upstream, tape_type& tape,
                Consume&& consume) {
    hana::at_c<depth - 1>(layers).receive(upstream, hana::at_c<depth - 1>(tape));
    descend<depth - 1>(x, tape, consume);
  }

  /// The gradients as matrices, one entry for each layer.
  void backward(matrix_view<const value_type> x, matrix_view<const value_type> upstream, tape_type& tape,
                std::array<layer_gradients<value_type>, depth>& gradients) {
    backward(x, upstream, tape, [&](auto index, const auto& layer) {
      using store = detail::store_gradient<value_type>;
      struct {
        store weight, bias, parameters;
      } result;
      layer_gradients<value_type>& own = gradients[index];
      own = {matrix<value_type>(layer.inputs(), layer.outputs()), matrix<value_type>(1, layer.outputs()),
             matrix<value_type>(1, layer.parameter_count)};
      result.weight = {own.weight.view()};
      result.bias = {own.bias.view()};
      result.parameters = {own.parameters.view()};
      return result;
    });
  }

 private:
  template <std::size_t... I>
  void check(std::index_sequence<I...>) const {
    (check_pair<I>(), ...);
  }
  template <std::size_t I>
  void check_pair() const {
    const std::size_t leaves = hana::at_c<I>(layers).outputs();
    const std::size_t enters = hana::at_c<I + 1>(layers).inputs();
    if (leaves != enters) {
      ogive::detail::fail(
          "ogive::nn::network: layer %zu has %zu outputs but layer %zu has %zu inputs; make the two equal", I, leaves,
          I + 1, enters);
    }
  }

  template <std::size_t I, class Run>
  matrix_view<const value_type> pass(matrix_view<const value_type> x, tape_type& tape, Run run) const {
    if constexpr (I == 0) {
      if (x.columns != inputs()) {
        ogive::detail::fail(
            "ogive::nn::network: rows of %zu numbers but %zu inputs; give the first layer the size of a row", x.columns,
            inputs());
      }
    }
    run(hana::at_c<I>(layers), x, hana::at_c<I>(tape));
    const matrix_view<const value_type> y = std::as_const(hana::at_c<I>(tape).output).first_rows(x.rows);
    if constexpr (I + 1 == depth) {
      return y;
    } else {
      return pass<I + 1>(y, tape, run);
    }
  }

  template <std::size_t I, class Consume>
  void descend(matrix_view<const value_type> x, tape_type& tape, Consume& consume) {
    auto& layer = hana::at_c<I>(layers);
    auto& own = hana::at_c<I>(tape);
    matrix_view<const value_type> input = x;
    if constexpr (I > 0) {
      auto& below = hana::at_c<I - 1>(tape);
      input = std::as_const(below.output).first_rows(x.rows);
      // δ goes down before this layer's weights may change; the first layer sends none: nobody asks for ∂loss/∂x.
      hana::at_c<I - 1>(layers).receive(x.rows, below, layer, own);
    }
    const auto sinks = consume(std::integral_constant<std::size_t, I>{}, layer);
    multiply_transposed<value_type>(input, std::as_const(own.delta).first_rows(x.rows), sinks.weight);
    hand_over(own.bias_gradient, sinks.bias);
    hand_over(own.parameter_gradient, sinks.parameters);
    if constexpr (I > 0) descend<I - 1>(x, tape, consume);
  }

  template <class Sink>
  static void hand_over(const matrix<value_type>& row, const Sink& sink) {
    using batch = detail::native_batch<value_type>;
    for (std::size_t j = 0; j < row.storage_size(); j += detail::lanes<batch>) {
      sink(0, j, ogive::detail::load<batch>(row.data() + j));
    }
  }
};

/// A network from its layers: `make_network(dense<relu>(784, 128), dense<symbols::x>(128, 10))`.
///
/// Errors: a layer whose outputs are not the inputs of the next.
template <class... Layers>
network<std::remove_cvref_t<Layers>...> make_network(Layers&&... layers) {
  return network<std::remove_cvref_t<Layers>...>(std::forward<Layers>(layers)...);
}

}  // namespace ogive::nn
