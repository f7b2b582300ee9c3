// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A network, an optimiser and labelled rows come in; epochs of shuffled minibatches go over the network.
// It prints nothing: whoever wants to see progress passes callbacks. One seed, one result, to the last bit, on any
// number of threads.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <ogive/base/error.hpp>
#include <ogive/nn/augment.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/dense.hpp>
#include <ogive/nn/dropout.hpp>
#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/initialise.hpp>
#include <ogive/nn/loss.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/network_optimiser.hpp>
#include <ogive/nn/random.hpp>
#include <ogive/nn/schedule.hpp>
#include <ogive/nn/worker_pool.hpp>

namespace ogive::nn {

/// Training that cannot go on: the loss is no longer a number.
class training_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where an epoch stands after a batch, or a whole epoch.
struct training_progress {
  std::size_t epoch = 0;  ///< 1, 2, …
  std::size_t step = 0;   ///< batches done in this epoch
  std::size_t steps = 0;  ///< batches of an epoch
  loss_sum sum;           ///< of this epoch so far, on the rows as they were met
  double seconds = 0;     ///< training time of this epoch so far
  double rate = 1;        ///< the schedule's factor in the last step
};

struct training_options {
  std::size_t epochs = 10;
  std::size_t batch = 32;
  std::uint64_t seed = 1;             ///< decides the first weights, the order of the rows, dropout and shifts
  std::size_t threads = 1;            ///< share the work; the result does not depend on how many they are
  rate_schedule schedule{};           ///< constant if there is none
  double label_smoothing = 0;         ///< share of the target that all classes get alike, 0 … 1
  double dropout = 0;                 ///< share of each hidden layer's outputs that a step leaves out, 0 … below 1
  random_shift shift{};               ///< of images, anew in each step
  std::vector<std::size_t> frozen{};  ///< layers that do not learn, counted from 0
  std::function<void(const training_progress&)> on_batch{};
  std::function<void(const training_progress&)> on_epoch{};
};

namespace detail {

inline void require_options(const training_options& options, std::size_t columns) {
  if (options.batch == 0) ogive::detail::fail("ogive::nn::train: a batch of 0 rows; pass at least 1");
  if (!(0 <= options.dropout && options.dropout < 1))
    ogive::detail::fail("ogive::nn::train: a dropout of %g; pass a share from 0 to below 1", options.dropout);
  if (!(0 <= options.label_smoothing && options.label_smoothing <= 1))
    ogive::detail::fail("ogive::nn::train: a label smoothing of %g; pass a share from 0 to 1", options.label_smoothing);
  const random_shift& shift = options.shift;
  if (shift.pixels != 0 && shift.height * shift.width != columns) {
    ogive::detail::fail(
        "ogive::nn::train: images of %zu x %zu are to be shifted, but a row has %zu elements; make the "
        "two agree",
        shift.height, shift.width, columns);
  }
}

/// Where numbers of the first `rows` rows stop being finite, in words.
template <class T>
std::string layer_not_finite(const std::vector<dense_tape<T>>& tape, std::size_t rows) {
  for (std::size_t layer = 0; layer != tape.size(); ++layer) {
    const matrix<T>& output = tape[layer].output;
    for (std::size_t i = 0; i != rows; ++i) {
      for (std::size_t j = 0; j != output.columns(); ++j) {
        if (!std::isfinite(output(i, j)))
          return "layer " + std::to_string(layer) + " is the first whose outputs are not all finite";
      }
    }
  }
  return "every output is finite";
}

/// Errors: a loss that is not; where() tells where it came from.
template <class Where>
void require_finite_loss(const training_progress& at, const Where& where) {
  if (std::isfinite(at.sum.loss)) return;
  throw training_error(std::string("ogive::nn::train: the loss is ") +
                       (std::isnan(at.sum.loss) ? "not a number" : "infinite") + " in epoch " +
                       std::to_string(at.epoch) + ", batch " + std::to_string(at.step) + " of " +
                       std::to_string(at.steps) + "; " + where() + "; lower the learning rate");
}

}  // namespace detail

/// A training in the middle of its work: one batch after the other, as long as its owner likes. See `train`.
///
/// The network's weights are taken as they are. Every epoch visits each row once in a new random order; the last batch
/// takes what is left over. A step is two rounds of the threads: over the rows of the batch, forward and back down to
/// every δ; over the blocks of the weights, the gradient and the update. Errors: shapes and options that do not fit,
/// 0 threads, `data_error` for rows that are not finite, `training_error` for such a loss, when the weights are still
/// those before the step, and for weights that the last step of an epoch has made so.
template <class Network, class Optimiser, class Element>
class trainer {
 public:
  using value_type = typename Network::value_type;

  /// `random` gives the order of the rows: usually what is left after the weights were drawn.
  trainer(Network& net, const Optimiser& optimiser, const labelled_rows<Element>& rows, const training_options& options,
          const generator& random)
      : net_(net), rows_(rows), options_(options), random_(random) {
    detail::require_shape("ogive::nn::train", rows, net.inputs(), net.outputs());
    detail::require_options(options, rows.columns);
    optimiser_.emplace(net, optimiser, options.frozen);
    const std::size_t most = std::min(options.batch, rows.rows());
    tape_ = net.make_tape(most);
    x_ = matrix<value_type>(most, rows.columns);
    gradient_ = matrix<value_type>(most, rows.classes);
    labels_.resize(most);
    losses_.resize(most);
    order_.resize(rows.rows());
    std::iota(order_.begin(), order_.end(), 0U);
    pool_.emplace(options.threads);
    at_.steps = (rows.rows() + most - 1) / most;
    at_.step = at_.steps;  // as at the end of an epoch that never was
    net_.transpose_weights(tape_);
  }
  trainer(const trainer&) = delete;
  trainer& operator=(const trainer&) = delete;

  [[nodiscard]] bool done() const { return at_.epoch >= options_.epochs && epoch_is_over(); }
  [[nodiscard]] bool epoch_is_over() const { return at_.step == at_.steps; }
  [[nodiscard]] const training_progress& progress() const { return at_; }
  [[nodiscard]] const training_options& options() const { return options_; }
  [[nodiscard]] Network& net() { return net_; }
  [[nodiscard]] network_optimiser<Network, Optimiser>& optimiser() { return *optimiser_; }

  /// One batch, the first of a new epoch if the last is over.
  const training_progress& step() {
    const auto begin = clock::now();
    if (epoch_is_over()) {
      at_ = {.epoch = at_.epoch + 1, .step = 0, .steps = at_.steps, .sum = {}, .seconds = 0, .rate = at_.rate};
      shuffle(order_, random_);
    }
    const auto chosen = batch_at(at_.step);
    const std::size_t count = chosen.size();
    const matrix_view<const value_type> input = std::as_const(x_).first_rows(count);
    pool_->run([&](std::size_t worker) { rows_of_step(chosen, row_range{0, count}.share(worker, pool_->size())); });
    training_progress next = at_;
    next.sum += sum_of(std::span(losses_).first(count));
    ++next.step;
    detail::require_finite_loss(next, [&] {
      return detail::layer_not_finite(tape_, count);
    });  // before the step: the weights stay what they were
    next.rate = options_.schedule ? options_.schedule(optimiser_->steps(), options_.epochs * at_.steps) : 1.0;
    optimiser_->begin(next.rate);
    const auto following = next.step == next.steps ? std::span<const std::uint32_t>() : batch_at(next.step);
    pool_->run([&](std::size_t worker) {
      const row_range own = row_range{0, following.size()}.share(worker, pool_->size());
      rows_.prefetch(following.subspan(own.first, own.size()));
      optimiser_->step(input, tape_, worker, pool_->size());
    });
    if (next.step == next.steps) require_finite_weights(next);  // no loss of a next step would tell of this one
    next.seconds += std::chrono::duration<double>(clock::now() - begin).count();
    return at_ = next;
  }

  /// Where it stands, apart from the network and the optimiser's moments: enough to go on to the last bit.
  struct position {
    training_progress at;
    std::array<std::uint64_t, 4> random;
    std::vector<std::uint32_t> order;
    std::uint64_t steps;  ///< of the optimiser, over all epochs
  };
  [[nodiscard]] position where() const { return {at_, random_.state(), order_, optimiser_->steps()}; }

  /// Errors (`data_error`): a place where this training cannot be: another number of rows, an order that does not visit
  /// each once, another batch.
  void require_place(const position& from) const {
    std::vector<bool> seen(order_.size(), false);
    for (const std::uint32_t row : from.order) {
      if (row < seen.size()) seen[row] = true;
    }
    if (from.order.size() != order_.size() || std::ranges::find(seen, false) != seen.end())
      throw data_error("ogive::nn::trainer: the order of " + std::to_string(from.order.size()) +
                       " rows does not visit each of " + std::to_string(order_.size()) +
                       " rows once; go on with the rows of that training");
    if (from.at.steps != at_.steps || from.at.step > at_.steps)
      throw data_error("ogive::nn::trainer: an epoch had " + std::to_string(from.at.steps) + " batches and has " +
                       std::to_string(at_.steps) + " now; go on with the batch of that training");
  }

  /// Goes on from there. The network and the moments are already what they were. Errors: those of `require_place`.
  void go_on_from(const position& from) {
    require_place(from);
    at_ = from.at;
    random_ = generator(from.random);
    order_ = from.order;
    optimiser_->resume_at(from.steps);
    net_.transpose_weights(tape_);
  }

 private:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] std::span<const std::uint32_t> batch_at(std::size_t step) const {
    const std::size_t most = x_.rows(), first = step * most;
    return std::span<const std::uint32_t>(order_).subspan(first, std::min(most, order_.size() - first));
  }

  void require_finite_weights(const training_progress& at) const {
    const auto is_finite = [](const auto& m) {
      for (std::size_t i = 0; i != m.rows(); ++i) {
        for (std::size_t j = 0; j != m.columns(); ++j) {
          if (!std::isfinite(m(i, j))) return false;
        }
      }
      return true;
    };
    for (std::size_t layer = 0; layer != net_.depth(); ++layer) {
      const auto& own = net_.layer(layer);
      if (is_finite(own.weight) && is_finite(own.bias) && is_finite(own.parameters)) continue;
      throw training_error("ogive::nn::train: layer " + std::to_string(layer) +
                           " has weights that are not finite after " + "epoch " + std::to_string(at.epoch) +
                           ", batch " + std::to_string(at.step) + " of " + std::to_string(at.steps) +
                           "; lower the learning rate");
    }
  }

  /// What a worker does with its rows of a batch: everything down to δ.
  void rows_of_step(std::span<const std::uint32_t> chosen, row_range own) {
    const matrix_view<const value_type> input = std::as_const(x_).first_rows(chosen.size());
    const matrix_view<value_type> upstream = gradient_.first_rows(chosen.size());
    const std::uint64_t step = optimiser_->steps();
    rows_.gather(chosen.subspan(own.first, own.size()), x_.some_rows(own),
                 std::span(labels_).subspan(own.first, own.size()));
    if (options_.shift.pixels != 0)
      options_.shift(x_.view(), own, static_cast<value_type>(rows_.shift), options_.seed, step);
    net_.forward(input, own, tape_, [&](std::size_t layer) {
      if (options_.dropout > 0 && layer + 1 != net_.depth())
        drop_out(tape_[layer], net_.layer(layer).function.is_identity, own, options_.dropout, options_.seed, step,
                 layer);
    });
    softmax_cross_entropy<value_type>(net_.outputs(chosen.size(), tape_), labels_, own, upstream, losses_,
                                      options_.label_smoothing);
    net_.receive(upstream, own, tape_, optimiser_->lowest());
  }

  Network& net_;
  const labelled_rows<Element>& rows_;
  training_options options_;
  generator random_;
  std::optional<network_optimiser<Network, Optimiser>> optimiser_;
  typename Network::tape_type tape_;
  matrix<value_type> x_, gradient_;
  std::vector<std::uint8_t> labels_;
  std::vector<row_loss> losses_;
  std::vector<std::uint32_t> order_;
  std::optional<worker_pool> pool_;
  training_progress at_;
};

/// Initialises the network and trains it on softmax cross entropy; returns the state after each epoch.
///
/// A `trainer` that runs to its end. Errors: as there.
template <class Layers, class Optimiser, class Element>
std::vector<training_progress> train(network<Layers>& net, const Optimiser& optimiser,
                                     const labelled_rows<Element>& rows, const training_options& options = {}) {
  detail::require_shape("ogive::nn::train", rows, net.inputs(), net.outputs());
  generator random(options.seed);
  initialise(net, random);
  trainer<network<Layers>, Optimiser, Element> training(net, optimiser, rows, options, random);
  std::vector<training_progress> history;
  while (!training.done()) {
    const training_progress& at = training.step();
    if (options.on_batch) options.on_batch(at);
    if (!training.epoch_is_over()) continue;
    history.push_back(at);
    if (options.on_epoch) options.on_epoch(at);
  }
  return history;
}

}  // namespace ogive::nn
