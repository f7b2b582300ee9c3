// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. Dense layers come in, a Boost.Hana tuple of them or as many as the run asks for in a vector; one network
// goes out: its forward pass from the first to the last, its backward pass from the last to the first.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/base/hana.hpp>
#include <ogive/kernel/register.hpp>
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

namespace detail {

/// How a network reaches layer i, whoever holds it.
template <class Layers>
struct layer_access;

template <class T>
struct layer_access<std::vector<dense_layer<T>>> {
  using value_type = T;
  static std::size_t depth(const std::vector<dense_layer<T>>& layers) { return layers.size(); }
  static const dense_layer<T>& at(const std::vector<dense_layer<T>>& layers, std::size_t i) { return layers[i]; }
};

template <class First, class... Rest>
struct layer_access<hana::tuple<First, Rest...>> {
  using value_type = typename First::value_type;
  static_assert((std::is_same_v<typename Rest::value_type, value_type> && ...),
                "ogive::nn::network: its layers compute with different types; make them all of float or all of double");

  static std::size_t depth(const hana::tuple<First, Rest...>&) { return 1 + sizeof...(Rest); }
  static const dense_layer<value_type>& at(const hana::tuple<First, Rest...>& layers, std::size_t i) {
    return [&]<std::size_t... I>(std::index_sequence<I...>)->const dense_layer<value_type>& {
      return *std::array<const dense_layer<value_type>*, sizeof...(I)>{&hana::at_c<I>(layers)...}[i];
    }
    (std::index_sequence_for<First, Rest...>{});
  }
};

}  // namespace detail

/// Dense layers in a row, the output of each the input of the next. See `make_network`.
template <class Layers>
class network {
  using access = detail::layer_access<Layers>;

 public:
  using value_type = typename access::value_type;
  using layer_type = dense_layer<value_type>;
  using tape_type = std::vector<dense_tape<value_type>>;  ///< one entry for each layer

  Layers layers;

  explicit network(Layers given) : layers(std::move(given)) {
    if (depth() == 0) ogive::detail::fail("ogive::nn::network: it has no layer; pass at least one dense layer");
    for (std::size_t i = 0; i + 1 != depth(); ++i) {
      if (layer(i).outputs() != layer(i + 1).inputs()) {
        ogive::detail::fail(
            "ogive::nn::network: layer %zu has %zu outputs but layer %zu has %zu inputs; make the two equal", i,
            layer(i).outputs(), i + 1, layer(i + 1).inputs());
      }
    }
  }

  [[nodiscard]] std::size_t depth() const { return access::depth(layers); }
  [[nodiscard]] const layer_type& layer(std::size_t i) const { return access::at(layers, i); }
  [[nodiscard]] layer_type& layer(std::size_t i) { return const_cast<layer_type&>(access::at(layers, i)); }
  [[nodiscard]] std::size_t inputs() const { return layer(0).inputs(); }
  [[nodiscard]] std::size_t outputs() const { return layer(depth() - 1).outputs(); }

  /// How many numbers it learns.
  [[nodiscard]] std::size_t parameter_count() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i != depth(); ++i) {
      count +=
          (layer(i).inputs() + 1) * layer(i).outputs() + layer(i).parameters.rows() * layer(i).parameters.columns();
    }
    return count;
  }

  /// Room for the passes over up to `batch` rows.
  [[nodiscard]] tape_type make_tape(std::size_t batch) const {
    tape_type tape;
    for (std::size_t i = 0; i != depth(); ++i) tape.push_back(layer(i).make_tape(batch, i == 0));
    return tape;
  }

  /// The outputs of the last layer, values only. Shapes: x is rows × inputs, the result rows × outputs, inside the
  /// tape.
  matrix_view<const value_type> infer(matrix_view<const value_type> x, tape_type& tape) const {
    require_columns(x);
    for (std::size_t i = 0; i != depth(); ++i) layer(i).infer(input(x, tape, i), tape[i].output.first_rows(x.rows));
    return outputs(x.rows, tape);
  }

  /// The same, and what backward needs into the tape.
  matrix_view<const value_type> forward(matrix_view<const value_type> x, tape_type& tape) const {
    transpose_weights(tape);
    forward(x, {0, x.rows}, tape);
    return outputs(x.rows, tape);
  }

  /// The gradients of everything that is learnt, handed out layer by layer from the last to the first.
  ///
  /// Shapes: x is the input of the last `forward`, upstream is ∂loss/∂output, rows × outputs. For each layer,
  /// consume(index, layer) gives three epilogues weight, bias, parameters, called with each tile of that gradient:
  /// `store_gradient` keeps it, `apply_step` updates the layer at once, which is safe because every δ is known by then.
  template <class Consume>
  void backward(matrix_view<const value_type> x, matrix_view<const value_type> upstream, tape_type& tape,
                const Consume& consume) const {
    receive(upstream, {0, x.rows}, tape);
    for (std::size_t i = depth(); i-- != 0;) {
      const auto sinks = consume(i, layer(i));
      for (std::size_t block = 0; block != layer(i).blocks(); ++block)
        layer(i).gradient(input(x, tape, i), tape[i], block, sinks);
    }
  }

  // --- the same in pieces, which threads may do side by side: rows, and blocks after all rows ------------------------

  /// Puts all weights, transposed, into the tape, where `receive` finds them.
  void transpose_weights(tape_type& tape) const {
    for (std::size_t i = 0; i != depth(); ++i) {
      for (std::size_t block = 0; block != layer(i).blocks(); ++block) layer(i).transpose_weight(block, tape[i]);
    }
  }

  /// Some rows of forward.
  void forward(matrix_view<const value_type> x, row_range rows, tape_type& tape) const {
    forward(x, rows, tape, [](std::size_t) {});
  }

  /// The same; after(i) is called when layer i is through and may change these rows of its tape.
  template <class After>
  void forward(matrix_view<const value_type> x, row_range rows, tape_type& tape, const After& after) const {
    require_columns(x);
    for (std::size_t i = 0; i != depth(); ++i) {
      layer(i).forward(input(x, tape, i), rows, tape[i]);
      after(i);
    }
  }

  /// Some rows of δ, of every layer from `lowest` on.
  void receive(matrix_view<const value_type> upstream, row_range rows, tape_type& tape, std::size_t lowest = 0) const {
    layer(depth() - 1).receive(upstream, rows, tape[depth() - 1]);
    for (std::size_t i = depth() - 1; i-- > lowest;) layer(i).receive(rows, tape[i], tape[i + 1]);
  }

  /// The outputs of the last layer, as the last pass left them in the tape.
  [[nodiscard]] matrix_view<const value_type> outputs(std::size_t rows, const tape_type& tape) const {
    return tape[depth() - 1].output.first_rows(rows);
  }

  /// What layer i reads: x, or the outputs of the layer below.
  static matrix_view<const value_type> input(matrix_view<const value_type> x, const tape_type& tape, std::size_t i) {
    return i == 0 ? x : tape[i - 1].output.first_rows(x.rows);
  }

  /// The gradients as matrices, one entry for each layer.
  std::vector<layer_gradients<value_type>> backward(matrix_view<const value_type> x,
                                                    matrix_view<const value_type> upstream, tape_type& tape) const {
    std::vector<layer_gradients<value_type>> gradients(depth());
    backward(x, upstream, tape, [&](std::size_t index, const layer_type& layer) {
      using store = detail::store_gradient<value_type>;
      struct {
        store weight, bias, parameters;
      } result;
      layer_gradients<value_type>& own = gradients[index];
      own = {matrix<value_type>(layer.inputs(), layer.outputs()), matrix<value_type>(1, layer.outputs()),
             matrix<value_type>(layer.parameters.rows(), layer.parameters.columns())};
      result.weight = {own.weight.view()};
      result.bias = {own.bias.view()};
      result.parameters = {own.parameters.view()};
      return result;
    });
    return gradients;
  }

 private:
  void require_columns(matrix_view<const value_type> x) const {
    if (x.columns != inputs()) {
      ogive::detail::fail(
          "ogive::nn::network: rows of %zu numbers but %zu inputs; give the first layer the size of a row", x.columns,
          inputs());
    }
  }
};

/// A network from its layers: `make_network(dense<relu>(784, 128), dense<symbols::x>(128, 10))`.
///
/// Errors: a layer whose outputs are not the inputs of the next.
template <class... Layers>
network<hana::tuple<std::remove_cvref_t<Layers>...>> make_network(Layers&&... layers) {
  static_assert(sizeof...(Layers) > 0, "ogive::nn::network: it has no layer; pass at least one dense layer");
  return network<hana::tuple<std::remove_cvref_t<Layers>...>>(
      hana::tuple<std::remove_cvref_t<Layers>...>(std::forward<Layers>(layers)...));
}

/// The same for as many layers as the run asks for.
template <class T>
network<std::vector<dense_layer<T>>> make_network(std::vector<dense_layer<T>> layers) {
  return network<std::vector<dense_layer<T>>>(std::move(layers));
}

}  // namespace ogive::nn
