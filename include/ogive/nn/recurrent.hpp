// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. Rows that are read in steps come in; a recurrent layer and a linear one for the classes learn from them,
// through time. One seed, one result, to the last bit, on any number of threads.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/expr/symbols.hpp>
#include <ogive/kernel/backward.hpp>
#include <ogive/kernel/map.hpp>
#include <ogive/nn/dense.hpp>
#include <ogive/nn/initialise.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/panels.hpp>
#include <ogive/nn/product.hpp>
#include <ogive/nn/random.hpp>
#include <ogive/nn/recurrent_cell.hpp>

namespace ogive::nn {

/// What a recurrent network keeps between forward and backward, for up to `batch` rows. Step t of row i of a batch of n
/// rows is in row t·n + i of each matrix; the states have one step more, the first being zero.
template <class T>
struct recurrent_tape {
  matrix<T> x;                            ///< steps · batch × inputs
  matrix<T> from_input, from_hidden;      ///< steps · batch × gates · units
  matrix<T> delta_input, delta_hidden;    ///< ∂loss/∂ of these
  std::vector<matrix<T>> states, deltas;  ///< (steps + 1) · batch × units, and ∂loss/∂ of these
  dense_tape<T> head;
};

namespace detail {

/// An epilogue that adds a product to what a matrix holds.
template <class T>
struct add_product {
  matrix_view<T> to;

  OGIVE_INLINE void operator()(const tile_view<T>& product) const {
    product.for_each([&](std::size_t row, std::size_t column, native_batch<T> value) {
      T* const place = to.row(row) + column;
      ogive::detail::store(place, ogive::detail::load<native_batch<T>>(place) + value);
    });
  }
};

/// Some rows of a matrix that begin at `first`, where the product counts them from 0.
template <class T>
matrix_view<T> rows_from(matrix<T>& m, std::size_t first, std::size_t count) {
  return m.some_rows({first, first + count});
}

}  // namespace detail

/// The hidden state of a cell over some steps, then a linear layer on the last: class scores of a row that is read
/// piece by piece.
///
/// Shapes: a row has steps · inputs numbers; W is inputs × gates · units, U is units × gates · units, b is
/// 1 × gates · units, gate after gate; the head is units × classes. Errors: a size of 0.
template <class Cell, class T = float>
class recurrent_network {
 public:
  using value_type = T;
  using cell_type = Cell;
  using tape_type = recurrent_tape<T>;
  static constexpr std::size_t gates = Cell::gates, states = Cell::states;

  panels<T> input_weight;   ///< W
  panels<T> hidden_weight;  ///< U
  matrix<T> bias;           ///< b
  dense<symbols::x, T> head;

  recurrent_network(std::size_t inputs, std::size_t units, std::size_t steps, std::size_t classes)
      : head(require(inputs, units, steps, classes), classes), steps_(steps), units_(units) {
    input_weight = panels<T>(inputs, gates * units);
    hidden_weight = panels<T>(units, gates * units);
    bias = matrix<T>(1, gates * units);
  }

  [[nodiscard]] std::size_t inputs() const { return input_weight.rows(); }
  [[nodiscard]] std::size_t units() const { return units_; }
  [[nodiscard]] std::size_t steps() const { return steps_; }
  [[nodiscard]] std::size_t classes() const { return head.outputs(); }
  [[nodiscard]] std::size_t parameter_count() const {
    return (inputs() + units_ + 1) * gates * units_ + (units_ + 1) * classes();
  }

  [[nodiscard]] tape_type make_tape(std::size_t batch) const {
    const std::size_t rows = steps_ * batch, wide = gates * units_;
    return {.x = matrix<T>(rows, inputs()),
            .from_input = matrix<T>(rows, wide),
            .from_hidden = matrix<T>(rows, wide),
            .delta_input = matrix<T>(rows, wide),
            .delta_hidden = matrix<T>(rows, wide),
            .states = std::vector(states, matrix<T>(rows + batch, units_)),
            .deltas = std::vector(states, matrix<T>(rows + batch, units_)),
            .head = head.make_tape(batch)};
  }

  /// Puts the pieces of some of `count` rows where `forward` reads them; the first states are zero. Shape: whole is
  /// count × steps · inputs.
  void read(matrix_view<const T> whole, tape_type& tape, std::size_t count, row_range rows) const {
    for (std::size_t i = rows.first; i != rows.last; ++i) {
      for (std::size_t t = 0; t != steps_; ++t)
        std::copy_n(whole.row(i) + t * inputs(), inputs(), &tape.x(t * count + i, 0));
      for (matrix<T>& state : tape.states) std::fill_n(&state(i, 0), units_, T{0});
    }
  }

  /// Class scores of some of the `count` rows whose pieces are in the tape. Shape of the result: count × classes.
  matrix_view<const T> forward(tape_type& tape, std::size_t count, row_range rows) const {
    using store = detail::store_gradient<T>;
    for (std::size_t t = 0; t != steps_; ++t) {
      const row_range at{t * count + rows.first, t * count + rows.last};
      multiply<T>(tape.x.view(), at, input_weight.view(), bias.data(), store{tape.from_input.view()});
      multiply<T>(tape.states[0].view(), at, hidden_weight.view(), nullptr, store{tape.from_hidden.view()});
      for (std::size_t row = at.first; row != at.last; ++row) next_states(tape, row, row + count);
    }
    const matrix_view<const T> last = last_hidden(tape, count);
    head.forward(last, rows, tape.head);
    return std::as_const(tape.head.output).first_rows(count);
  }

  /// ∂loss/∂ of everything in the tape for some rows, from upstream = ∂loss/∂scores, back over the last `reach` steps.
  /// `hidden_transposed` is Uᵀ. Shape: upstream is count × classes.
  void backward(matrix_view<const T> upstream, tape_type& tape, std::size_t count, row_range rows, std::size_t reach,
                const panels<T>& hidden_transposed) const {
    using store = detail::store_gradient<T>;
    head.receive(upstream, rows, tape.head);
    const std::size_t end = steps_ * count;
    multiply<T>(std::as_const(tape.head.delta).view(), rows, std::as_const(tape.head.transposed_weight).view(), nullptr,
                store{detail::rows_from(tape.deltas[0], end, count)});
    for (std::size_t s = 1; s != states; ++s) {
      for (std::size_t row = rows.first; row != rows.last; ++row)
        std::fill_n(tape.deltas[s].some_rows({end, end + count}).row(row), units_, T{0});
    }
    for (std::size_t t = steps_; t-- != steps_ - reach;) {
      const row_range at{t * count + rows.first, t * count + rows.last};
      for (std::size_t row = at.first; row != at.last; ++row) last_deltas(tape, row, row + count);
      if (t != 0)
        multiply<T>(std::as_const(tape.delta_hidden).view(), at, hidden_transposed.view(), nullptr,
                    detail::add_product<T>{tape.deltas[0].view()});
    }
  }

  /// For each unit on how many of `count` rows no input of the cell moves h in step t: all |∂h/∂input| are below
  /// `least`.
  [[nodiscard]] std::vector<std::size_t> unmoved(const tape_type& tape, std::size_t count, std::size_t t,
                                                 double least) const {
    tape_type one{.x = {},  // a row by itself, and its slopes where a tape has its gradients
                  .from_input = matrix<T>(1, gates * units_),
                  .from_hidden = matrix<T>(1, gates * units_),
                  .delta_input = matrix<T>(1, gates * units_),
                  .delta_hidden = matrix<T>(1, gates * units_),
                  .states = std::vector(states, matrix<T>(2, units_)),
                  .deltas = std::vector(states, matrix<T>(2, units_)),
                  .head = {}};
    std::fill_n(&one.deltas[0](1, 0), units_, T{1});
    std::vector<std::size_t> still(units_, 0);
    for (std::size_t row = t * count; row != (t + 1) * count; ++row) {
      std::copy_n(&tape.from_input(row, 0), gates * units_, one.from_input.data());
      std::copy_n(&tape.from_hidden(row, 0), gates * units_, one.from_hidden.data());
      for (std::size_t s = 0; s != states; ++s) std::copy_n(&tape.states[s](row, 0), units_, one.states[s].data());
      last_deltas(one, 0, 1);
      for (std::size_t j = 0; j != units_; ++j) {
        bool moves = false;
        for (std::size_t g = 0; g != gates; ++g)
          moves = moves || std::abs(static_cast<double>(one.delta_input(0, g * units_ + j))) >= least;
        still[j] += moves ? 0 : 1;
      }
    }
    return still;
  }

  /// h after the last step. Shape: count × units.
  [[nodiscard]] matrix_view<const T> last_hidden(const tape_type& tape, std::size_t count) const {
    return tape.states[0].some_rows({steps_ * count, (steps_ + 1) * count});
  }

 private:
  using input_indices = std::make_index_sequence<detail::cell_inputs<Cell>.size()>;

  static std::size_t require(std::size_t inputs, std::size_t units, std::size_t steps, std::size_t classes) {
    if (inputs == 0 || units == 0 || steps == 0 || classes == 0) {
      ogive::detail::fail(
          "ogive::nn::recurrent_network(%zu, %zu, %zu, %zu): inputs of a step, units, steps and classes must be at "
          "least 1",
          inputs, units, steps, classes);
    }
    return units;
  }

  /// The numbers of row `row` that an input of the formula stands for.
  [[nodiscard]] std::span<T> piece(matrix<T>& input, matrix<T>& hidden, std::vector<matrix<T>>& state, std::size_t k,
                                   std::size_t row) const {
    const auto [what, index] = detail::cell_inputs<Cell>[k];
    using kind = detail::cell_input::kind;
    if (what == kind::state) return {&state[index](row, 0), units_};
    return {&(what == kind::input ? input : hidden)(row, index * units_), units_};
  }

  /// The states of a row's next step, in row `to`.
  void next_states(tape_type& tape, std::size_t row, std::size_t to) const {
    [&]<std::size_t... K, std::size_t... S>(std::index_sequence<K...>, std::index_sequence<S...>) {
      map<Cell::formula>(std::span<const T>(piece(tape.from_input, tape.from_hidden, tape.states, K, row))...,
                         std::span<T>(&tape.states[S](to, 0), units_)...);
    }
    (input_indices{}, std::make_index_sequence<states>{});
  }

  /// From the gradient by the states of the step behind, in row `from`, those by all that made them. What the formula
  /// does not name has none.
  void last_deltas(tape_type& tape, std::size_t row, std::size_t from) const {
    for (std::size_t s = 0; s != states; ++s) std::fill_n(&tape.deltas[s](row, 0), units_, T{0});
    [&]<std::size_t... K, std::size_t... S>(std::index_sequence<K...>, std::index_sequence<S...>) {
      ogive::backward<Cell::formula>(
          std::span<const T>(piece(tape.from_input, tape.from_hidden, tape.states, K, row))...,
          std::span<const T>(&tape.deltas[S](from, 0), units_)...,
          piece(tape.delta_input, tape.delta_hidden, tape.deltas, K, row)...);
    }
    (input_indices{}, std::make_index_sequence<states>{});
  }

  std::size_t steps_, units_;
};

/// Glorot's uniform weights for the input and the head, for each gate by itself; recurrent weights uniform within
/// ±1/√units, as PyTorch's; biases of 0, but those that the cell says.
template <class Cell, class T>
void initialise(recurrent_network<Cell, T>& net, generator& random) {
  const std::size_t units = net.units();
  fill_uniform(net.input_weight, std::sqrt(6 / static_cast<double>(net.inputs() + units)), random);
  fill_uniform(net.hidden_weight, 1 / std::sqrt(static_cast<double>(units)), random);
  for (std::size_t g = 0; g != Cell::gates; ++g) {
    for (std::size_t j = 0; j != units; ++j) net.bias(0, g * units + j) = static_cast<T>(Cell::first_bias[g]);
  }
  initialise(net.head.weight, initialiser::glorot_uniform, random);
  net.head.bias.fill_zero();
}

}  // namespace ogive::nn
