// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A batch of rows comes in, f(X·W + b) goes out; a gradient comes in from above, δ and the gradients of
// weight, bias and activation parameters go out. f and its derivatives run on each tile of the product.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/base/error.hpp>
#include <ogive/expr/symbols.hpp>
#include <ogive/kernel/fused.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/product.hpp>

namespace ogive::nn {
namespace detail {

/// Whether F is the formula `x`: its derivative 1 is then neither stored nor multiplied.
template <auto F>
inline constexpr bool is_identity =
    std::is_same_v<std::remove_cv_t<decltype(F)>, std::remove_cv_t<decltype(symbols::x)>>;

/// Stores a batch at `column`, but never into the padding: there f(0) could be anything and the padding must stay zero.
template <class T>
OGIVE_INLINE void store_columns(matrix_view<T> to, std::size_t row, std::size_t column, native_batch<T> value) {
  constexpr std::size_t width = lanes<native_batch<T>>;
  T* const place = to.row(row) + column;
  if (column + width <= to.columns) {
    ogive::detail::store(place, value);
  } else {
    ogive::detail::store_partial(place, value, to.columns - column);
  }
}

/// The epilogue of inference: y = f(z).
template <auto F, class T>
struct value_epilogue {
  using batch = native_batch<T>;
  using formula = ogive::detail::fused<F>;

  matrix_view<T> output;
  std::array<batch, formula::parameter_count> parameters;

  OGIVE_INLINE void operator()(std::size_t row, std::size_t column, batch z) const {
    store_columns(output, row, column, formula::value(z, parameters));
  }
};

/// The epilogue of training: y = f(z), and f'(z) and ∂f/∂p instead of z, because z is never needed again.
template <auto F, class T>
struct derivative_epilogue {
  using batch = native_batch<T>;
  using formula = ogive::detail::fused<F>;
  static constexpr std::size_t count = formula::parameter_count;

  matrix_view<T> output;
  matrix_view<T> slope;
  std::array<matrix_view<T>, count> parameter_slopes;
  std::array<batch, count> parameters;

  OGIVE_INLINE void operator()(std::size_t row, std::size_t column, batch z) const {
    const std::array<batch, 2 + count> all = formula::value_and_gradients(z, parameters);
    store_columns(output, row, column, all[0]);
    if constexpr (!is_identity<F>) store_columns(slope, row, column, all[1]);
    for (std::size_t i = 0; i != count; ++i) store_columns(parameter_slopes[i], row, column, all[2 + i]);
  }
};

/// The epilogue of the product above: δ = upstream ∘ f', and the sums over the batch that are the gradients of bias
/// and parameters. It depends on f only through the number of its parameters.
template <class T, std::size_t Count, bool Identity>
struct upstream_epilogue {
  using batch = native_batch<T>;

  matrix_view<T> delta;  // f' comes in, δ goes out
  std::array<matrix_view<const T>, Count> parameter_slopes;
  T* bias_gradient;
  std::array<batch, Count> parameter_gradient;

  OGIVE_INLINE void operator()(std::size_t row, std::size_t column, batch upstream) {
    using namespace ogive::detail;
    T* const place = delta.row(row) + column;
    batch result = upstream;
    if constexpr (!Identity) result = upstream * load<batch>(place);
    store(place, result);
    store(bias_gradient + column, load<batch>(bias_gradient + column) + result);
    for (std::size_t i = 0; i != Count; ++i) {
      const batch slope = load<batch>(parameter_slopes[i].row(row) + column);
      parameter_gradient[i] = multiply_add(upstream, slope, parameter_gradient[i]);
    }
  }
};

}  // namespace detail

/// What a dense layer keeps between forward and backward for up to `batch` rows.
template <class T, std::size_t ParameterCount>
struct dense_tape {
  matrix<T> output;                                        ///< f(z), batch × out
  matrix<T> delta;                                         ///< f'(z) after forward, ∂loss/∂z after backward
  std::array<matrix<T>, ParameterCount> parameter_slopes;  ///< ∂f/∂p of each parameter
  matrix<T> bias_gradient;                                 ///< 1 × out
  matrix<T> parameter_gradient;                            ///< 1 × parameters
  matrix<T> transposed_weight;                             ///< Wᵀ for the product with δ
};

/// y = f(x·W + b) with the activation f as one line of mathematics: `dense<activations::relu>(784, 128)`.
///
/// Shapes: W is in × out, b is 1 × out, the parameters of f are 1 × count and begin at their initial values; W and b
/// begin at zero, see `initialise`. `dense<symbols::x>` is the linear layer. T is float or double.
/// Errors: a size of 0.
template <auto F, class T = float>
class dense {
 public:
  using value_type = T;
  using formula = ogive::detail::fused<F>;
  static constexpr auto activation = F;
  static constexpr std::size_t parameter_count = formula::parameter_count;
  using tape_type = dense_tape<T, parameter_count>;

  matrix<T> weight;
  matrix<T> bias;
  matrix<T> parameters;

  dense(std::size_t inputs, std::size_t outputs) {
    if (inputs == 0 || outputs == 0) {
      ogive::detail::fail(
          "ogive::nn::dense(%zu, %zu): a layer without inputs or outputs computes nothing; pass sizes of at least 1",
          inputs, outputs);
    }
    weight = matrix<T>(inputs, outputs);
    bias = matrix<T>(1, outputs);
    parameters = matrix<T>(1, parameter_count);
    for (std::size_t i = 0; i != parameter_count; ++i) parameters(0, i) = static_cast<T>(formula::parameter_initial[i]);
  }

  [[nodiscard]] std::size_t inputs() const { return weight.rows(); }
  [[nodiscard]] std::size_t outputs() const { return weight.columns(); }

  /// Room for `batch` rows.
  [[nodiscard]] tape_type make_tape(std::size_t batch) const {
    tape_type tape{matrix<T>(batch, outputs()), matrix<T>(batch, outputs()),   {},
                   matrix<T>(1, outputs()),     matrix<T>(1, parameter_count), matrix<T>(outputs(), inputs())};
    tape.parameter_slopes.fill(matrix<T>(batch, outputs()));
    return tape;
  }

  /// y = f(x·W + b) in one pass over the product. Shapes: x is rows × in, y is rows × out.
  void infer(matrix_view<const T> x, matrix_view<T> y) const {
    multiply<T>(x, weight.view(), bias.data(), detail::value_epilogue<F, T>{y, parameter_batches()});
  }

  /// The same, and f' and ∂f/∂p into the tape. Shape: x is rows × in, rows at most the tape's.
  void forward(matrix_view<const T> x, tape_type& tape) const {
    std::array<matrix_view<T>, parameter_count> slopes;
    for (std::size_t i = 0; i != parameter_count; ++i) slopes[i] = tape.parameter_slopes[i].first_rows(x.rows);
    multiply<T>(x, weight.view(), bias.data(),
                detail::derivative_epilogue<F, T>{tape.output.first_rows(x.rows), tape.delta.first_rows(x.rows), slopes,
                                                  parameter_batches()});
  }

  /// δ = upstream ∘ f' and the gradients of bias and parameters, from ∂loss/∂output. Shape: upstream is rows × out.
  void receive(matrix_view<const T> upstream, tape_type& tape) const {
    using batch = detail::native_batch<T>;
    auto epilogue = begin_upstream(upstream.rows, tape);
    for (std::size_t i = 0; i != upstream.rows; ++i) {
      for (std::size_t j = 0; j < upstream.columns; j += detail::lanes<batch>) {
        epilogue(i, j, ogive::detail::load<batch>(upstream.row(i) + j));
      }
    }
    end_upstream(epilogue, tape);
  }

  /// The same from the layer above: its product δ·Wᵀ is the upstream, and f' is multiplied into it tile by tile.
  template <class Above>
  void receive(std::size_t rows, tape_type& tape, const Above& above, typename Above::tape_type& above_tape) const {
    end_upstream(above.send(rows, above_tape, begin_upstream(rows, tape)), tape);
  }

  /// epilogue(δ·Wᵀ): what the layer below receives. Shape: rows × in.
  template <class Epilogue>
  Epilogue send(std::size_t rows, tape_type& tape, const Epilogue& epilogue) const {
    transpose<T>(weight.view(), tape.transposed_weight.view());
    return multiply<T>(tape.delta.first_rows(rows), tape.transposed_weight.view(), nullptr, epilogue);
  }

 private:
  using upstream_epilogue = detail::upstream_epilogue<T, parameter_count, detail::is_identity<F>>;

  static upstream_epilogue begin_upstream(std::size_t rows, tape_type& tape) {
    upstream_epilogue epilogue{};
    epilogue.delta = tape.delta.first_rows(rows);
    for (std::size_t i = 0; i != parameter_count; ++i) {
      epilogue.parameter_slopes[i] = tape.parameter_slopes[i].first_rows(rows);
      epilogue.parameter_gradient[i] = ogive::detail::broadcast<detail::native_batch<T>>(0);
    }
    tape.bias_gradient.fill_zero();
    epilogue.bias_gradient = tape.bias_gradient.data();
    return epilogue;
  }

  static void end_upstream(const upstream_epilogue& epilogue, tape_type& tape) {
    for (std::size_t i = 0; i != parameter_count; ++i) {
      tape.parameter_gradient(0, i) = ogive::detail::reduce_add(epilogue.parameter_gradient[i]);
    }
  }

  [[nodiscard]] std::array<detail::native_batch<T>, parameter_count> parameter_batches() const {
    std::array<detail::native_batch<T>, parameter_count> batches;
    for (std::size_t i = 0; i != parameter_count; ++i) {
      batches[i] = ogive::detail::broadcast<detail::native_batch<T>>(static_cast<double>(parameters(0, i)));
    }
    return batches;
  }
};

}  // namespace ogive::nn
