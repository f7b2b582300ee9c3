// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/training.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include <ogive/nn/checkpoint.hpp>
#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/model_file.hpp>
#include <ogive/nn/trainer.hpp>

#include "mnist/terminal.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

volatile std::sig_atomic_t is_asked_to_stop = 0;

void listen_to_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { is_asked_to_stop = 1; };
  sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // who asks twice need not wait for the step
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

/// The best epoch so far by its validation loss.
struct early_stopping {
  std::size_t patience = 0;
  double min_delta = 0;
  std::optional<network> best{};
  double best_loss = std::numeric_limits<double>::infinity();
  std::size_t best_epoch = 0;
  std::size_t waited = 0;

  [[nodiscard]] bool is_over() const { return patience != 0 && waited >= patience; }
  void judge(const network& net, std::size_t epoch, double loss) {
    if (patience == 0) return;
    ++waited;
    if (!(loss < best_loss - min_delta)) return;
    best = net;
    best_loss = loss;
    best_epoch = epoch;
    waited = 0;
  }
};

/// What the last step of an epoch broke, no loss of the training tells.
void require_finite(const nn::loss_sum& judged, const char* by, std::size_t epoch) {
  if (std::isfinite(judged.loss)) return;
  throw nn::training_error(std::string("the ") + by + " loss is " +
                           (std::isnan(judged.loss) ? "not a number" : "infinite") + " after epoch " +
                           std::to_string(epoch) + "; lower the learning rate");
}

/// Those of all layers; nothing if there are none.
std::vector<std::vector<double>> parameters_of(const network& net) {
  std::vector<std::vector<double>> all;
  for (const auto& layer : net.layers) all.push_back(mean_parameters(layer));
  const bool has_some = std::any_of(all.begin(), all.end(), [](const auto& means) { return !means.empty(); });
  return has_some ? all : std::vector<std::vector<double>>();
}

template <class Optimiser>
class run {
 public:
  run(const settings& chosen, const nn::image_sets& sets, const Optimiser& optimiser, outcome& result)
      : chosen_(chosen),
        sets_(sets),
        result_(result),
        stopping_{.patience = chosen.patience, .min_delta = chosen.min_delta},
        rate_(optimiser.rate),
        training_(result.net, optimiser, sets.train, options(chosen, sets), first_weights(chosen, result.net)) {}

  void operator()(bool quiet) {
    if (!chosen_.checkpoint.empty()) begin_in_directory();
    log_.open(chosen_.log, chosen_.csv, result_.history);
    progress_line line(chosen_.epochs);
    while (!training_.done() && !stopping_.is_over() && is_asked_to_stop == 0) {
      const nn::training_progress& at = training_.step();
      if (training_.epoch_is_over()) {
        finish_epoch(at, quiet ? nullptr : &line);
      } else {
        if (!quiet) line.grow(at);
        if (chosen_.every != 0 && training_.optimiser().steps() % chosen_.every == 0) save();
      }
    }
    result_.was_interrupted = !training_.done() && !stopping_.is_over();
    if (result_.was_interrupted) save();
    if (stopping_.best && !result_.was_interrupted) result_.net = *stopping_.best;
    result_.best_epoch = stopping_.best_epoch;
    for (const epoch_record& each : result_.history) result_.seconds += each.seconds;
  }

 private:
  static nn::training_options options(const settings& chosen, const nn::image_sets& sets) {
    return {.epochs = chosen.epochs,
            .batch = chosen.batch,
            .seed = chosen.seed,
            .threads = chosen.threads,
            .schedule = make_schedule(chosen, sets.train.rows()),
            .label_smoothing = chosen.label_smoothing,
            .dropout = chosen.dropout,
            .shift = {.pixels = chosen.shift, .height = image_side / chosen.pool, .width = image_side / chosen.pool},
            .frozen = chosen.freeze};
  }

  /// The first weights; what is left of the generator orders the rows.
  static nn::generator first_weights(const settings& chosen, network& net) {
    nn::generator random(chosen.seed);
    nn::initialise(net, random, chosen.init == "gain" ? nn::initialisation::gain : nn::initialisation::suited);
    for (const std::size_t layer : chosen.reset) {
      if (layer >= net.depth())
        throw usage_error("--reset " + std::to_string(layer) + ": there are " + std::to_string(net.depth()) +
                          " layers, counted from 0");
    }
    std::error_code error;
    const bool goes_on = chosen.resume && std::filesystem::exists(checkpoint_file(chosen.checkpoint), error);
    if (!chosen.from.empty() && !goes_on) load_weights(chosen, net);
    return random;
  }

  static void load_weights(const settings& chosen, network& net) {
    const nn::tensor_file content = nn::read_safetensors(chosen.from);
    nn::assign_tensors(net, content, chosen.from, chosen.reset);
    const auto told = content.metadata.find("settings");
    if (told == content.metadata.end()) return;  // of another program
    const nlohmann::json learnt = nlohmann::json::parse(told->second, nullptr, false);
    if (learnt.is_object() && learnt.value("standardize", chosen.standardize) != chosen.standardize)
      throw usage_error("--from " + chosen.from + ": that network learnt " +
                        (chosen.standardize ? "without --standardize; leave it out" : "with --standardize; give it") +
                        ", or its weights meet numbers of another size");
  }

  void begin_in_directory() {
    std::error_code error;
    std::filesystem::create_directories(chosen_.checkpoint, error);
    if (error)
      throw nn::data_error(chosen_.checkpoint + ": " + error.message() + "; give a directory that can be made");
    const std::string file = checkpoint_file(chosen_.checkpoint);
    for (const auto& entry : std::filesystem::directory_iterator(chosen_.checkpoint, error)) {
      // what a killed run had begun to write
      if (entry.path().filename().string().starts_with("checkpoint.safetensors.part-"))
        std::filesystem::remove(entry.path(), error);
    }
    if (!std::filesystem::exists(file, error)) return;
    if (!chosen_.resume) {
      throw usage_error(
          "--checkpoint " + chosen_.checkpoint +
          ": there is the checkpoint of a training already; pass --resume to go on, or another directory");
    }
    const nn::tensor_file content = nn::read_safetensors(file);
    if (const auto told = content.metadata.find("data"); told != content.metadata.end() && told->second != data_)
      throw nn::data_error(file + ": was made with other images (" + told->second + ", these are " + data_ +
                           "); pass the --data of that training");
    nn::resume(training_, content, file);
    if (training_.progress().epoch > chosen_.epochs)
      throw usage_error("--epochs " + std::to_string(chosen_.epochs) + ": the training in " + chosen_.checkpoint +
                        " is in epoch " + std::to_string(training_.progress().epoch) + " already");
    try {
      const std::vector<std::uint8_t> text = nn::numbers_of<std::uint8_t>(content.tensors.at("train.run"));
      const nlohmann::json kept = nlohmann::json::parse(text);
      kept.at("history").get_to(result_.history);
      kept.at("waited").get_to(stopping_.waited);
      kept.at("best_epoch").get_to(stopping_.best_epoch);
      if (stopping_.best_epoch != 0) {
        kept.at("best_loss").get_to(stopping_.best_loss);
        nn::tensor_file best;
        for (const auto& [name, tensor] : content.tensors) {
          if (name.starts_with("best.")) best.tensors[name.substr(5)] = tensor;
        }
        stopping_.best = result_.net;
        nn::assign_tensors(*stopping_.best, best, file);
      }
    } catch (const std::exception& wrong) {
      throw nn::data_error(file + ": is no checkpoint of this program: " + wrong.what());
    }
  }

  void save() {
    if (chosen_.checkpoint.empty()) return;
    nn::tensor_file content = nn::checkpoint_of(training_);
    content.metadata.merge(metadata_of(chosen_, sets_.train));
    nlohmann::json kept = {
        {"history", result_.history}, {"waited", stopping_.waited}, {"best_epoch", stopping_.best_epoch}};
    if (stopping_.best) {
      kept["best_loss"] = stopping_.best_loss;
      for (auto& [name, tensor] : nn::tensors_of(std::as_const(*stopping_.best)).tensors)
        content.tensors["best." + name] = tensor;
    }
    const std::string text = kept.dump();  // among the tensors: it grows, and a header must not
    content.tensors["train.run"] = {"U8", {text.size()}, {text.begin(), text.end()}};
    content.metadata["data"] = data_;
    nn::write_safetensors(checkpoint_file(chosen_.checkpoint), content);
  }

  void finish_epoch(const nn::training_progress& at, progress_line* line) {
    epoch_record record{.epoch = at.epoch,
                        .loss = at.sum.mean_loss(),
                        .accuracy = at.sum.accuracy(),
                        .rate = rate_ * at.rate,
                        .seconds = at.seconds,
                        .parameters = parameters_of(result_.net)};
    std::optional<nn::loss_sum> judged;
    if (chosen_.validation != 0) {
      judged = nn::evaluate(result_.net, sets_.test);
      require_finite(*judged, "validation", at.epoch);
      record.validation_loss = judged->mean_loss();
      record.validation_accuracy = judged->accuracy();
      stopping_.judge(result_.net, at.epoch, judged->mean_loss());
    }
    if (!(chosen_.log + chosen_.report).empty()) record.flow = nn::measure_flow(result_.net, sets_.train);
    result_.history.push_back(record);
    if (line != nullptr) line->finish(at, judged);
    save();  // first: a log may lack its last line, never tell of an epoch that is lost
    log_.append(record);
  }

  const settings& chosen_;
  const nn::image_sets& sets_;
  outcome& result_;
  std::string data_ = chosen_.checkpoint.empty() ? "" : identity_of(sets_);
  early_stopping stopping_;
  double rate_;
  nn::trainer<network, Optimiser, std::uint8_t> training_;
  run_log log_{};
};

}  // namespace

std::string checkpoint_file(const std::string& directory) {
  return (std::filesystem::path(directory) / "checkpoint.safetensors").string();
}

bool take_over_settings(const std::string& directory, settings& chosen) {
  const std::string file = checkpoint_file(directory);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return false;
  const nn::tensor_file content = nn::read_safetensors(file);
  const auto told = content.metadata.find("settings");
  try {
    if (told == content.metadata.end()) throw std::runtime_error("its metadata has no settings");
    from_json(nlohmann::json::parse(told->second), chosen);
  } catch (const std::exception& wrong) {
    throw nn::data_error(file + ": is no checkpoint of this program: " + wrong.what());
  }
  return true;
}

outcome train(const settings& chosen, const nn::image_sets& sets, bool quiet) {
  listen_to_signals();
  outcome result{.net = build(chosen, sets.train.columns, sets.train.classes), .history = {}};
  std::visit([&](const auto& optimiser) { run(chosen, sets, optimiser, result)(quiet); }, make_optimiser(chosen));
  if (result.was_interrupted) return result;
  result.seen = judge(result.net, sets.test, chosen.report.empty() ? 0 : 24);
  require_finite(result.seen.sum, chosen.validation == 0 ? "test" : "validation", result.history.size());
  return result;
}

}  // namespace mnist
