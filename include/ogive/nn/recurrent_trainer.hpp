// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A recurrent network, an optimiser and labelled rows come in; epochs of shuffled minibatches go over the
// network, back through time, with gradients clipped.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/loss.hpp>
#include <ogive/nn/optimiser.hpp>
#include <ogive/nn/random.hpp>
#include <ogive/nn/recurrent.hpp>
#include <ogive/nn/schedule.hpp>
#include <ogive/nn/trainer.hpp>
#include <ogive/nn/worker_pool.hpp>

namespace ogive::nn {

struct recurrent_options {
  std::size_t epochs = 10;
  std::size_t batch = 64;
  std::uint64_t seed = 1;
  std::size_t threads = 1;   ///< share the work; the result does not depend on how many they are
  rate_schedule schedule{};  ///< constant if there is none
  double clip = 0;           ///< the most that the norm of all gradients together may be; 0: anything
  std::size_t truncate = 0;  ///< gradients go back over so many last steps; 0: over all
  std::function<void(const training_progress&)> on_epoch{};
};

/// The gradients of a recurrent network, shaped as what they belong to.
template <class T>
struct recurrent_gradients {
  matrix<T> input_weight, hidden_weight, bias, head_weight, head_bias;

  template <class Cell>
  explicit recurrent_gradients(const recurrent_network<Cell, T>& net)
      : input_weight(net.inputs(), Cell::gates * net.units()),
        hidden_weight(net.units(), Cell::gates * net.units()),
        bias(1, Cell::gates * net.units()),
        head_weight(net.units(), net.classes()),
        head_bias(1, net.classes()) {}

  [[nodiscard]] std::array<matrix<T>*, 5> all() {
    return {&input_weight, &hidden_weight, &bias, &head_weight, &head_bias};
  }

  /// The Euclidean norm of all of them together, summed matrix by matrix.
  [[nodiscard]] double norm() {
    double sum = 0;
    for (const matrix<T>* m : all()) {
      for (std::size_t i = 0; i != m->rows(); ++i) {
        for (std::size_t j = 0; j != m->columns(); ++j) sum += double{(*m)(i, j)} * double{(*m)(i, j)};
      }
    }
    return std::sqrt(sum);
  }

  /// Multiplies all by the same factor, so that the norm is at most `most`: Pascanu, Mikolov, Bengio 2013,
  /// arXiv:1211.5063. 0 leaves them.
  void clip(double most) {
    if (most == 0) return;
    const double now = norm();
    if (!(now > most)) return;
    const T factor = static_cast<T>(most / now);
    for (matrix<T>* m : all()) std::for_each_n(m->data(), m->storage_size(), [&](T& each) { each *= factor; });
  }
};

/// A training of a recurrent network: as `trainer`, for rows that are read in steps.
///
/// A step is two rounds of the threads: over the rows of the batch, forward and back through time; over the panels of
/// the gradients. Clipping and the update are the caller's. From the second step on nothing is allocated. Errors:
/// shapes and options that do not fit, 0 threads, `data_error` for rows that are not finite, `training_error` for such
/// a loss.
template <class Cell, class T, class Optimiser, class Element>
class recurrent_trainer {
 public:
  using network_type = recurrent_network<Cell, T>;

  recurrent_trainer(network_type& net, const Optimiser& optimiser, const labelled_rows<Element>& rows,
                    const recurrent_options& options, const generator& random)
      : net_(net),
        optimiser_(optimiser),
        rows_(rows),
        options_(options),
        random_(random),
        gradients_(net),
        pool_(options.threads) {
    detail::require_shape("ogive::nn::recurrent_trainer", rows, net.inputs() * net.steps(), net.classes());
    if (options.batch == 0) ogive::detail::fail("ogive::nn::recurrent_trainer: a batch of 0 rows; pass at least 1");
    if (!(options.clip >= 0))
      ogive::detail::fail("ogive::nn::recurrent_trainer: clip %g; pass a norm above 0, or 0 for none", options.clip);
    reach_ = options.truncate == 0 ? net.steps() : std::min(options.truncate, net.steps());
    most_ = std::min(options.batch, rows.rows());
    tape_ = net.make_tape(most_);
    whole_ = matrix<T>(most_, rows.columns);
    upstream_ = matrix<T>(most_, rows.classes);
    hidden_transposed_ = panels<T>(net.hidden_weight.columns(), net.units());
    labels_.resize(most_);
    losses_.resize(most_);
    order_.resize(rows.rows());
    std::iota(order_.begin(), order_.end(), 0U);
    moments_ = {moments(net.input_weight), moments(net.hidden_weight), moments(net.bias), moments(net.head.weight),
                moments(net.head.bias)};
    at_.steps = (rows.rows() + most_ - 1) / most_;
    at_.step = at_.steps;
  }

  [[nodiscard]] bool done() const { return at_.epoch >= options_.epochs && at_.step == at_.steps; }
  [[nodiscard]] bool epoch_is_over() const { return at_.step == at_.steps; }

  /// One batch.
  const training_progress& step() {
    const auto begin = std::chrono::steady_clock::now();
    if (epoch_is_over()) {
      at_ = {.epoch = at_.epoch + 1, .step = 0, .steps = at_.steps, .sum = {}, .seconds = 0, .rate = at_.rate};
      shuffle(order_, random_);
    }
    const std::size_t first = at_.step * most_;
    count_ = std::min(most_, order_.size() - first);
    const auto chosen = std::span<const std::uint32_t>(order_).subspan(first, count_);
    for (std::size_t block = 0; block != net_.head.blocks(); ++block) net_.head.transpose_weight(block, tape_.head);
    transpose<T>(std::as_const(net_.hidden_weight).view(), hidden_transposed_.view(), 0, net_.units());
    pool_.run([&](std::size_t worker) { rows_of_step(chosen, row_range{0, count_}.share(worker, pool_.size())); });
    training_progress next = at_;
    next.sum += sum_of(std::span(losses_).first(count_));
    ++next.step;
    detail::require_finite_loss(next, [&] { return place_not_finite(); });
    at_ = next;
    pool_.run([&](std::size_t worker) { gradients(worker); });
    gradients_.clip(options_.clip);
    at_.rate = options_.schedule ? options_.schedule(steps_, options_.epochs * at_.steps) : 1.0;
    Optimiser now = optimiser_;
    now.rate *= at_.rate;
    ++steps_;
    const auto update = [&](auto& parameter, std::size_t k) {
      moments_[k].step(parameter, now, steps_)(tile_view<T>::whole(std::as_const(*gradients_.all()[k]).view()));
    };
    update(net_.input_weight, 0);
    update(net_.hidden_weight, 1);
    update(net_.bias, 2);
    update(net_.head.weight, 3);
    update(net_.head.bias, 4);
    at_.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return at_;
  }

  /// The gradients of the last step, clipped.
  [[nodiscard]] recurrent_gradients<T>& last_gradients() { return gradients_; }

  /// An entry for each time step, over the last batch. The gradients in the tape stay.
  [[nodiscard]] std::vector<time_flow> flow() {
    const auto size = [&](const matrix<T>& m, std::size_t t) {
      double sum = 0;
      for (std::size_t row = t * count_; row != (t + 1) * count_; ++row) {
        for (std::size_t j = 0; j != m.columns(); ++j) sum += double{m(row, j)} * double{m(row, j)};
      }
      return std::sqrt(sum / static_cast<double>(count_ * m.columns()));
    };
    std::vector<time_flow> all(net_.steps());
    for (std::size_t t = 0; t != all.size(); ++t) {
      all[t].state = size(tape_.states[0], t + 1);
      if (t >= net_.steps() - reach_) all[t].gradient = size(tape_.delta_input, t);
      const std::vector<std::size_t> still = net_.unmoved(tape_, count_, t, 0.01);
      for (const std::size_t rows : still) {
        all[t].saturated += static_cast<double>(rows) / static_cast<double>(count_ * still.size());
        all[t].dead += rows == count_ ? 1 / static_cast<double>(still.size()) : 0;
      }
    }
    return all;
  }

 private:
  using moments = moments_of<T, Optimiser>;

  [[nodiscard]] std::string place_not_finite() const {
    for (std::size_t t = 0; t != net_.steps(); ++t) {
      for (std::size_t row = (t + 1) * count_; row != (t + 2) * count_; ++row) {
        for (std::size_t j = 0; j != net_.units(); ++j) {
          if (!std::isfinite(tape_.states[0](row, j)))
            return "time step " + std::to_string(t) + " is the first whose hidden state is not all finite";
        }
      }
    }
    return "every hidden state is finite";
  }

  void rows_of_step(std::span<const std::uint32_t> chosen, row_range own) {
    rows_.gather(chosen.subspan(own.first, own.size()), whole_.some_rows(own),
                 std::span(labels_).subspan(own.first, own.size()));
    net_.read(std::as_const(whole_).first_rows(count_), tape_, count_, own);
    const auto scores = net_.forward(tape_, count_, own);
    softmax_cross_entropy<T>(scores, labels_, own, upstream_.first_rows(count_), losses_);
    net_.backward(std::as_const(upstream_).first_rows(count_), tape_, count_, own, reach_, hidden_transposed_);
  }

  /// A worker's share of all gradients: panels of the products over all steps that gradients reach.
  void gradients(std::size_t worker) {
    using store = detail::store_gradient<T>;
    const std::size_t first = (net_.steps() - reach_) * count_, all = reach_ * count_;
    const matrix_view<const T> x = tape_.x.some_rows({first, first + all});
    const matrix_view<const T> last = tape_.states[0].some_rows({first, first + all});
    const panel_view<const T> by_input = matrix_view<const T>(tape_.delta_input.some_rows({first, first + all}));
    const panel_view<const T> by_hidden = matrix_view<const T>(tape_.delta_hidden.some_rows({first, first + all}));
    const std::size_t count = by_input.panels();
    const row_range own = row_range{0, 2 * count}.share(worker, pool_.size());
    for (std::size_t k = own.first; k != own.last; ++k) {
      const std::size_t panel = k % count;
      if (k < count) {
        multiply_transposed<T>(last, by_hidden, panel, {0, net_.units()}, store{gradients_.hidden_weight.view()});
        continue;
      }
      multiply_transposed<T>(x, by_input, panel, {0, net_.inputs()}, store{gradients_.input_weight.view()});
      const std::size_t column = panel * by_input.width;
      detail::add_rows(by_input.at(0, column), by_input.row_stride, all, by_input.batches(panel),
                       gradients_.bias.data() + column);
    }
    if (worker != 0) return;
    struct {
      store weight, bias, parameters;
    } const sinks{{gradients_.head_weight.view()}, {gradients_.head_bias.view()}, {}};
    for (std::size_t block = 0; block != net_.head.blocks(); ++block)
      net_.head.gradient(net_.last_hidden(tape_, count_), tape_.head, block, sinks);
  }

  network_type& net_;
  Optimiser optimiser_;
  const labelled_rows<Element>& rows_;
  recurrent_options options_;
  generator random_;
  recurrent_gradients<T> gradients_;
  worker_pool pool_;
  std::size_t reach_ = 0, most_ = 0, count_ = 0;
  recurrent_tape<T> tape_;
  matrix<T> whole_, upstream_;
  panels<T> hidden_transposed_;
  std::vector<std::uint8_t> labels_;
  std::vector<row_loss> losses_;
  std::vector<std::uint32_t> order_;
  std::array<moments, 5> moments_;
  std::uint64_t steps_ = 0;
  training_progress at_;
};

/// Initialises the network and trains it; returns the state after each epoch. Errors: those of `recurrent_trainer`.
template <class Cell, class T, class Optimiser, class Element>
std::vector<training_progress> train(recurrent_network<Cell, T>& net, const Optimiser& optimiser,
                                     const labelled_rows<Element>& rows, const recurrent_options& options = {}) {
  generator random(options.seed);
  initialise(net, random);
  recurrent_trainer<Cell, T, Optimiser, Element> training(net, optimiser, rows, options, random);
  std::vector<training_progress> history;
  while (!training.done()) {
    const training_progress& at = training.step();
    if (!training.epoch_is_over()) continue;
    history.push_back(at);
    if (options.on_epoch) options.on_epoch(at);
  }
  return history;
}

/// Loss and accuracy on labelled rows. Errors: those of `evaluate` of other networks.
template <class Cell, class T, class Element>
loss_sum evaluate(const recurrent_network<Cell, T>& net, const labelled_rows<Element>& rows) {
  detail::require_shape("ogive::nn::evaluate", rows, net.inputs() * net.steps(), net.classes());
  auto tape = net.make_tape(detail::rows_of_evaluation);
  detail::loss_of_outputs<T> loss;
  detail::for_each_batch<T>(rows, [&](std::size_t, matrix_view<const T> whole, std::span<const std::uint8_t> labels) {
    net.read(whole, tape, whole.rows, {0, whole.rows});
    loss.add(net.forward(tape, whole.rows, {0, whole.rows}), labels);
  });
  return loss.sum();
}

}  // namespace ogive::nn
