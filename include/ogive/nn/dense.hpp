// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A batch of rows comes in, f(X·W + b) goes out; a gradient comes in from above, δ and the gradients of
// weight, bias and activation parameters go out. f and its derivatives run on each tile of the product.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include <ogive/base/config.hpp>
#include <ogive/base/error.hpp>
#include <ogive/kernel/fused.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/activation.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/panels.hpp>
#include <ogive/nn/product.hpp>

namespace ogive::nn {

/// What a dense layer keeps between forward and backward for up to `batch` rows.
template <class T>
struct dense_tape {
  matrix<T> output;                         ///< f(z), batch × out
  matrix<T> delta;                          ///< f'(z) after forward, δ = ∂loss/∂z after backward
  panels<T> delta_panels;                   ///< δ once more, for the gradient of the weights
  std::vector<matrix<T>> parameter_slopes;  ///< batch × out: ∂f/∂p of each parameter, ∂loss/∂p after backward
  panels<T> transposed_weight;              ///< Wᵀ, for the product with δ
  bool is_masked = false;                   ///< by dropout: then delta holds f' of the identity too
};

namespace detail {

/// The epilogue of a product with what an activation makes of its tiles.
template <class T>
struct activation_epilogue {
  typename activation<T>::kernel kernel;
  parameter_view<T> parameters;
  std::array<matrix_view<T>, 2 + most_parameters> results;

  void operator()(const tile_view<T>& z) const { kernel(z, parameters, results.data()); }
};

/// The epilogue of the product above: δ = upstream ∘ f', and likewise what each number adds to the parameters'
/// gradients.
template <class T>
struct upstream_epilogue {
  using batch = native_batch<T>;

  dense_tape<T>* tape;  // its delta is f' and becomes δ
  bool is_identity;     // f' is 1, and not in delta

  OGIVE_INLINE void operator()(const tile_view<T>& upstreams) const {
    using namespace ogive::detail;
    const matrix_view<T> delta = tape->delta.view();
    const panel_view<T> in_panels = tape->delta_panels.view();
    upstreams.for_each([&](std::size_t row, std::size_t column, batch upstream) {
      T* const place = delta.row(row) + column;
      const batch result = is_identity ? upstream : upstream * load<batch>(place);
      store(place, result);
      store(in_panels.at(row, column), result);
    });
    for (matrix<T>& slopes : tape->parameter_slopes) {
      upstreams.for_each([&, to = slopes.view()](std::size_t row, std::size_t column, batch upstream) {
        T* const place = to.row(row) + column;
        store(place, upstream * load<batch>(place));
      });
    }
  }
};

/// The sums over rows of `batches` batches of columns from `from` on, in ascending order of the rows.
template <class T>
void add_rows(const T* from, std::size_t stride, std::size_t rows, std::size_t batches, T* sums) {
  using batch = native_batch<T>;
  for (std::size_t c = 0; c != batches * lanes<batch>; c += lanes<batch>) {
    batch sum = ogive::detail::broadcast<batch>(0);
    for (std::size_t row = 0; row != rows; ++row) sum = sum + ogive::detail::load<batch>(from + row * stride + c);
    ogive::detail::store(sums + c, sum);
  }
}

}  // namespace detail

/// Whether all outputs of a layer share the parameters of its activation, or each output, a channel, learns its own.
enum class parameter_sharing { by_layer, by_channel };

/// y = f(x·W + b) with an activation f that is chosen at run time: `dense_layer<float>(784, 128, activation_of<relu>)`.
///
/// Shapes: W is in × out, in the panels that products read, b is 1 × out; the parameters of f are count × 1, or
/// count × out by channel, and begin at their initial values; W and b begin at zero, see `initialise`. T is float or
/// double. Errors: a size of 0.
template <class T = float>
class dense_layer {
 public:
  using value_type = T;
  using tape_type = dense_tape<T>;

  activation<T> function;
  panels<T> weight;
  matrix<T> bias;
  matrix<T> parameters;

  dense_layer(std::size_t inputs, std::size_t outputs, const activation<T>& f,
              parameter_sharing sharing = parameter_sharing::by_layer)
      : function(f), sharing_(sharing) {
    if (inputs == 0 || outputs == 0) {
      ogive::detail::fail(
          "ogive::nn::dense(%zu, %zu): a layer without inputs or outputs computes nothing; pass sizes of at least 1",
          inputs, outputs);
    }
    weight = panels<T>(inputs, outputs);
    bias = matrix<T>(1, outputs);
    const std::size_t count = f.parameter_initial.size();
    if (count != 0) parameters = matrix<T>(count, sharing == parameter_sharing::by_channel ? outputs : 1);
    reset_parameters();
  }

  [[nodiscard]] std::size_t inputs() const { return weight.rows(); }
  [[nodiscard]] std::size_t outputs() const { return weight.columns(); }

  [[nodiscard]] bool is_by_channel() const { return sharing_ == parameter_sharing::by_channel; }

  /// Gives the parameters of f their initial values.
  void reset_parameters() {
    for (std::size_t i = 0; i != parameters.rows(); ++i) {
      for (std::size_t j = 0; j != parameters.columns(); ++j)
        parameters(i, j) = static_cast<T>(function.parameter_initial[i]);
    }
  }

  /// Room for `batch` rows; for Wᵀ only if a layer below wants its gradient.
  [[nodiscard]] tape_type make_tape(std::size_t batch, bool is_first = false) const {
    const std::size_t count = parameters.rows();
    return {.output = matrix<T>(batch, outputs()),
            .delta = matrix<T>(batch, outputs()),
            .delta_panels = panels<T>(batch, outputs()),
            .parameter_slopes = std::vector(count, matrix<T>(batch, outputs())),
            .transposed_weight = is_first ? panels<T>() : panels<T>(outputs(), inputs()),
            .is_masked = false};
  }

  /// The weights and their gradient fall into blocks, `block_rows` rows of one panel each: what one thread does at a
  /// time. The panels of some rows follow each other, so that these columns of x stay in the nearest cache.
  [[nodiscard]] std::size_t blocks() const { return blocks_of_panel() * weight.view().panels(); }

  /// Puts a block of the weights, transposed, into the tape, where the layer below finds it; nothing if there is none.
  void transpose_weight(std::size_t block, tape_type& tape) const {
    if (tape.transposed_weight.rows() == 0) return;
    const row_range rows = rows_of_block(block);
    const std::size_t column = panel_of_block(block) * width;
    const panel_view<const T> from = weight.view();
    const panel_view<T> to = tape.transposed_weight.view();
    transpose<T>(
        {from.at(0, column), inputs(), std::min(width, outputs() - column), from.row_stride, from.panel_stride},
        panel_view<T>{to.at(column, 0), to.rows - column, inputs(), to.row_stride, to.panel_stride}, rows.first,
        rows.last);
  }

  /// y = f(x·W + b) in one pass over the product. Shapes: x is rows × in, y is rows × out.
  void infer(matrix_view<const T> x, matrix_view<T> y) const {
    multiply<T>(x, weight.view(), bias.data(),
                detail::activation_epilogue<T>{function.value, parameters_of_function(), {y}});
  }

  /// The same, and f' and ∂f/∂p into the tape. Shape: x is rows × in, rows at most the tape's.
  void forward(matrix_view<const T> x, tape_type& tape) const { forward(x, {0, x.rows}, tape); }

  /// The same for some of the rows.
  void forward(matrix_view<const T> x, row_range rows, tape_type& tape) const {
    detail::activation_epilogue<T> epilogue{
        function.value_and_gradients, parameters_of_function(), {tape.output.view(), tape.delta.view()}};
    for (std::size_t i = 0; i != tape.parameter_slopes.size(); ++i) {
      epilogue.results[2 + i] = tape.parameter_slopes[i].view();
    }
    multiply<T>(x, rows, weight.view(), bias.data(), epilogue);
  }

  /// δ = upstream ∘ f' for some rows, from upstream = ∂loss/∂output. Shape: upstream is rows × out.
  void receive(matrix_view<const T> upstream, row_range rows, tape_type& tape) const {
    tile_view<T> whole = tile_view<T>::whole(upstream);
    whole.data = upstream.row(rows.first);
    whole.first_row = rows.first;
    whole.rows = rows.size();
    detail::upstream_epilogue<T>{&tape, function.is_identity && !tape.is_masked}(whole);
  }

  /// The same from the layer above: its product δ·Wᵀ is the upstream, and f' is multiplied into it tile by tile.
  void receive(row_range rows, tape_type& tape, const tape_type& above) const {
    multiply<T>(above.delta.view(), rows, above.transposed_weight.view(), nullptr,
                detail::upstream_epilogue<T>{&tape, function.is_identity && !tape.is_masked});
  }

  /// One block of the gradient of the weights, from δ in the tape, into sinks.weight, tile by tile; with the first
  /// block of a panel the gradient of that piece of the bias into sinks.bias, with block 0 that of all parameters into
  /// sinks.parameters. Shape: x is rows × in, the input of the last forward.
  template <class Sinks>
  void gradient(matrix_view<const T> x, const tape_type& tape, std::size_t block, const Sinks& sinks) const {
    const panel_view<const T> delta = tape.delta_panels.view();
    const std::size_t panel = panel_of_block(block);
    const row_range rows = rows_of_block(block);
    multiply_transposed<T>(x, delta, panel, rows, sinks.weight);
    if (rows.first == 0) {
      alignas(detail::matrix_alignment) std::array<T, width> sum;
      const std::size_t column = panel * width;
      detail::add_rows(delta.at(0, column), delta.row_stride, x.rows, delta.batches(panel), sum.data());
      sinks.bias(tile_view<T>{sum.data(), width, 0, 1, column, delta.batches(panel)});
    }
    if (block == 0) parameter_gradient(x.rows, tape, sinks.parameters);
  }

 private:
  static constexpr std::size_t width = panel_view<T>::width;
  static constexpr std::size_t block_rows = 48;  // whole tiles on every machine, and whole blocks of a transposition

  parameter_sharing sharing_;

  [[nodiscard]] std::size_t blocks_of_panel() const { return (inputs() + block_rows - 1) / block_rows; }
  [[nodiscard]] std::size_t panel_of_block(std::size_t block) const { return block % weight.view().panels(); }
  [[nodiscard]] row_range rows_of_block(std::size_t block) const {
    const std::size_t first = block / weight.view().panels() * block_rows;
    return {first, std::min(first + block_rows, inputs())};
  }

  [[nodiscard]] parameter_view<T> parameters_of_function() const {
    return {parameters.data(), parameters.stride(), is_by_channel()};
  }

  template <class Sink>
  void parameter_gradient(std::size_t rows, const tape_type& tape, const Sink& sink) const {
    using batch = detail::native_batch<T>;
    constexpr std::size_t lanes = detail::lanes<batch>;
    const std::size_t batches = detail::padded<T>(outputs()) / lanes;
    alignas(detail::matrix_alignment) std::array<T, lanes> sums;
    for (std::size_t i = 0; i != tape.parameter_slopes.size(); ++i) {
      const matrix<T>& of_each = tape.parameter_slopes[i];
      batch total = ogive::detail::broadcast<batch>(0);
      for (std::size_t c = 0; c != batches; ++c) {
        detail::add_rows(of_each.data() + c * lanes, of_each.stride(), rows, 1, sums.data());
        if (is_by_channel()) {
          sink(tile_view<T>{sums.data(), lanes, i, 1, c * lanes, 1});
        } else {
          total = total + ogive::detail::load<batch>(sums.data());
        }
      }
      if (is_by_channel()) continue;
      sums.fill(T{0});
      sums[0] = ogive::detail::reduce_add(total);
      sink(tile_view<T>{sums.data(), lanes, i, 1, 0, 1});
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

  dense(std::size_t inputs, std::size_t outputs, parameter_sharing sharing = parameter_sharing::by_layer)
      : dense_layer<T>(inputs, outputs, activation_of<F, T>, sharing) {}
};

}  // namespace ogive::nn
