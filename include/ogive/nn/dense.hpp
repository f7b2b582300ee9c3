// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A batch of rows comes in, f(X·W + b) goes out; a gradient comes in from above, δ and the gradients of
// weight, bias and activation parameters go out. f and its derivatives run on each tile of the product.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include <ogive/base/config.hpp>
#include <ogive/base/error.hpp>
#include <ogive/kernel/fused.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/activation.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/product.hpp>

namespace ogive::nn {

/// What a dense layer keeps between forward and backward for up to `batch` rows.
template <class T>
struct dense_tape {
  matrix<T> output;                         ///< f(z), batch × out
  matrix<T> delta;                          ///< f'(z) after forward, ∂loss/∂z after backward
  std::vector<matrix<T>> parameter_slopes;  ///< ∂f/∂p of each parameter
  matrix<T> bias_gradient;                  ///< 1 × out
  matrix<T> parameter_sums;                 ///< parameters × lanes: the parameters' gradients, not yet added up
  matrix<T> parameter_gradient;             ///< 1 × parameters
  matrix<T> transposed_weight;              ///< Wᵀ for the product with δ
};

namespace detail {

/// The epilogue of a product with what an activation makes of its tiles.
template <class T>
struct activation_epilogue {
  typename activation<T>::kernel kernel;
  const T* parameters;
  std::array<matrix_view<T>, 2 + most_parameters> results;

  void operator()(const tile_view<T>& z) const { kernel(z, parameters, results.data()); }
};

/// The epilogue of the product above: δ = upstream ∘ f', and the sums over the batch that are the gradients of bias
/// and parameters.
template <class T>
struct upstream_epilogue {
  using batch = native_batch<T>;

  dense_tape<T>* tape;  // its delta is f' and becomes δ
  bool is_identity;

  OGIVE_INLINE void operator()(const tile_view<T>& upstreams) const {
    using namespace ogive::detail;
    const matrix_view<T> delta = tape->delta.view();
    T* const bias_gradient = tape->bias_gradient.data();
    upstreams.for_each([&](std::size_t row, std::size_t column, batch upstream) {
      T* const place = delta.row(row) + column;
      const batch result = is_identity ? upstream : upstream * load<batch>(place);
      store(place, result);
      store(bias_gradient + column, load<batch>(bias_gradient + column) + result);
    });
    for (std::size_t i = 0; i != tape->parameter_slopes.size(); ++i) {
      const matrix_view<const T> slopes = tape->parameter_slopes[i].view();
      T* const place = &tape->parameter_sums(i, 0);
      batch sum = load<batch>(place);
      upstreams.for_each([&](std::size_t row, std::size_t column, batch upstream) {
        sum = multiply_add(upstream, load<batch>(slopes.row(row) + column), sum);
      });
      store(place, sum);
    }
  }
};

}  // namespace detail

/// y = f(x·W + b) with an activation f that is chosen at run time: `dense_layer<float>(784, 128, activation_of<relu>)`.
///
/// Shapes: W is in × out, b is 1 × out, the parameters of f are 1 × count and begin at their initial values; W and b
/// begin at zero, see `initialise`. T is float or double. Errors: a size of 0.
template <class T = float>
class dense_layer {
 public:
  using value_type = T;
  using tape_type = dense_tape<T>;

  activation<T> function;
  matrix<T> weight;
  matrix<T> bias;
  matrix<T> parameters;

  dense_layer(std::size_t inputs, std::size_t outputs, const activation<T>& f) : function(f) {
    if (inputs == 0 || outputs == 0) {
      ogive::detail::fail(
          "ogive::nn::dense(%zu, %zu): a layer without inputs or outputs computes nothing; pass sizes of at least 1",
          inputs, outputs);
    }
    weight = matrix<T>(inputs, outputs);
    bias = matrix<T>(1, outputs);
    parameters = matrix<T>(1, f.parameter_initial.size());
    reset_parameters();
  }

  [[nodiscard]] std::size_t inputs() const { return weight.rows(); }
  [[nodiscard]] std::size_t outputs() const { return weight.columns(); }

  /// Gives the parameters of f their initial values.
  void reset_parameters() {
    for (std::size_t i = 0; i != parameters.columns(); ++i) {
      parameters(0, i) = static_cast<T>(function.parameter_initial[i]);
    }
  }

  /// Room for `batch` rows.
  [[nodiscard]] tape_type make_tape(std::size_t batch) const {
    const std::size_t count = parameters.columns();
    return {.output = matrix<T>(batch, outputs()),
            .delta = matrix<T>(batch, outputs()),
            .parameter_slopes = std::vector(count, matrix<T>(batch, outputs())),
            .bias_gradient = matrix<T>(1, outputs()),
            .parameter_sums = matrix<T>(count, detail::lanes<detail::native_batch<T>>),
            .parameter_gradient = matrix<T>(1, count),
            .transposed_weight = matrix<T>(outputs(), inputs())};
  }

  /// y = f(x·W + b) in one pass over the product. Shapes: x is rows × in, y is rows × out.
  void infer(matrix_view<const T> x, matrix_view<T> y) const {
    multiply<T>(x, weight.view(), bias.data(), detail::activation_epilogue<T>{function.value, parameters.data(), {y}});
  }

  /// The same, and f' and ∂f/∂p into the tape. Shape: x is rows × in, rows at most the tape's.
  void forward(matrix_view<const T> x, tape_type& tape) const {
    detail::activation_epilogue<T> epilogue{
        function.value_and_gradients, parameters.data(), {tape.output.view(), tape.delta.view()}};
    for (std::size_t i = 0; i != tape.parameter_slopes.size(); ++i) {
      epilogue.results[2 + i] = tape.parameter_slopes[i].view();
    }
    multiply<T>(x, weight.view(), bias.data(), epilogue);
  }

  /// δ = upstream ∘ f' and the gradients of bias and parameters, from ∂loss/∂output. Shape: upstream is rows × out.
  void receive(matrix_view<const T> upstream, tape_type& tape) const {
    begin_upstream(tape)(tile_view<T>::whole(upstream));
    end_upstream(tape);
  }

  /// The same from the layer above: its product δ·Wᵀ is the upstream, and f' is multiplied into it tile by tile.
  void receive(std::size_t rows, tape_type& tape, const dense_layer& above, tape_type& above_tape) const {
    above.send(rows, above_tape, begin_upstream(tape));
    end_upstream(tape);
  }

  /// epilogue(δ·Wᵀ): what the layer below receives. Shape: rows × in.
  template <class Epilogue>
  Epilogue send(std::size_t rows, tape_type& tape, const Epilogue& epilogue) const {
    transpose<T>(weight.view(), tape.transposed_weight.view());
    return multiply<T>(tape.delta.first_rows(rows), tape.transposed_weight.view(), nullptr, epilogue);
  }

 private:
  detail::upstream_epilogue<T> begin_upstream(tape_type& tape) const {
    tape.bias_gradient.fill_zero();
    tape.parameter_sums.fill_zero();
    return {&tape, function.is_identity};
  }

  static void end_upstream(tape_type& tape) {
    using batch = detail::native_batch<T>;
    for (std::size_t i = 0; i != tape.parameter_slopes.size(); ++i) {
      tape.parameter_gradient(0, i) = ogive::detail::reduce_add(ogive::detail::load<batch>(&tape.parameter_sums(i, 0)));
    }
  }
};

/// y = f(x·W + b) with the activation f as one line of mathematics: `dense<activations::relu>(784, 128)`.
///
/// `dense<symbols::x>` is the linear layer. A dense layer in everything but its constructor; see there.
template <auto F, class T = float>
class dense : public dense_layer<T> {
 public:
  using formula = ogive::detail::fused<F>;
  static constexpr auto activation = F;
  static constexpr std::size_t parameter_count = formula::parameter_count;

  dense(std::size_t inputs, std::size_t outputs) : dense_layer<T>(inputs, outputs, activation_of<F, T>) {}
};

}  // namespace ogive::nn
