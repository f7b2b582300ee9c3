// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <ogive/nn/file.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/model_file.hpp>

#include "mnist/commands.hpp"
#include "mnist/model.hpp"
#include "mnist/report.hpp"
#include "mnist/statistics.hpp"
#include "mnist/training.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

void print_heading(const settings& chosen, const nn::image_sets& sets) {
  const choice& picked = choice_named(chosen.activation);
  const std::string name(picked.name);
  const network net = build(chosen, sets.train.columns, sets.train.classes);
  std::printf("%s(x) = %s\n%s'(x) = %s\n", name.c_str(), std::string(picked.formula).c_str(), name.c_str(),
              std::string(picked.derivative).c_str());
  std::string shape = std::to_string(net.inputs());
  for (const auto& layer : net.layers) shape.append("-").append(std::to_string(layer.outputs()));
  std::printf("%s, %zu parameters, batch %zu, %s, seed %llu\n", shape.c_str(), net.parameter_count(), chosen.batch,
              chosen.optimizer.c_str(), static_cast<unsigned long long>(chosen.seed));
}

/// A trained network's file: with what `eval` and `predict` need to use it.
void save_model(const std::string& file, const settings& chosen, const nn::image_sets& sets, const outcome& result) {
  nn::tensor_file content = nn::tensors_of(result.net);
  content.metadata.merge(metadata_of(chosen, sets.train));
  content.metadata["epoch"] = std::to_string(result.best_epoch != 0 ? result.best_epoch : result.history.size());
  content.metadata["seed"] = std::to_string(chosen.seed);
  nn::write_safetensors(file, content);
}

/// Every option that decides bits must be that of the checkpoint; of a training with a constant rate the end may move.
void require_the_same(const settings& chosen, const settings& stored) {
  const nlohmann::json own = to_json(chosen), theirs = to_json(stored);
  std::string message;
  for (const auto& [name, value] : own.items()) {
    if (value == theirs.at(name) || (name == "epochs" && chosen.schedule == "constant")) continue;
    std::string difference = "--" + name + " " + value.dump();
    message.append(message.empty() ? "" : ", ")
        .append(difference)
        .append(" (it was ")
        .append(theirs.at(name).dump() + ")");
  }
  if (!message.empty())
    throw usage_error("--resume: the training in " + chosen.checkpoint + " had other options: " + message +
                      "; leave them out, or begin in another directory");
}

exit_status train_one(const settings& chosen) {
  for (const std::string& file : {chosen.save, chosen.report}) {
    if (!file.empty()) nn::require_writable(file);
  }
  const auto begin = std::chrono::steady_clock::now();
  const nn::image_sets sets = load_sets(chosen);
  const double loading = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const bool silent = chosen.json;
  if (!silent) print_heading(chosen, sets);
  const outcome result = train(chosen, sets, silent || chosen.quiet);
  if (result.was_interrupted) {
    std::fprintf(stderr, "mnist: interrupted after epoch %zu; %s\n", result.history.size(),
                 chosen.checkpoint.empty() ? "nothing was saved: pass --checkpoint DIR next time"
                                           : ("go on with --resume: " + checkpoint_file(chosen.checkpoint)).c_str());
    return interrupted;
  }
  if (!chosen.save.empty()) save_model(chosen.save, chosen, sets, result);
  if (!chosen.report.empty()) write_report(chosen.report, chosen, result, sets.test, loading);
  const char* const judged = chosen.validation == 0 ? "test" : "validation";
  const std::vector<std::string> findings = nn::diagnose(nn::measure_flow(result.net, sets.train));
  if (silent) {
    nlohmann::json answer = {{"settings", to_json(chosen)},
                             {"history", result.history},
                             {std::string(judged) + "_loss", result.seen.sum.mean_loss()},
                             {std::string(judged) + "_accuracy", result.seen.sum.accuracy()},
                             {"seconds", result.seconds},
                             {"diagnosis", findings}};
    if (result.best_epoch != 0) answer["best_epoch"] = result.best_epoch;
    std::printf("%s\n", answer.dump(2).c_str());
    return done;
  }
  if (result.best_epoch != 0 && result.best_epoch != result.history.size())
    std::printf("the weights are those of epoch %zu, whose validation loss was the lowest\n", result.best_epoch);
  std::printf("%s loss %.4f, %zu of %zu right\n", judged, result.seen.sum.mean_loss(), result.seen.sum.correct,
              result.seen.sum.rows);
  std::printf("%s accuracy %.2f %% in %.2f s (%zu epochs)\n", judged, 100 * result.seen.sum.accuracy(), result.seconds,
              result.history.size());
  for (const std::string& finding : findings) std::printf("gradient flow: %s\n", finding.c_str());
  return done;
}

exit_status train_seeds(const settings& chosen) {
  const nn::image_sets sets = load_sets(chosen);
  const char* const judged = chosen.validation == 0 ? "test" : "validation";
  if (!chosen.json) print_heading(chosen, sets);
  std::vector<double> accuracies, seconds;
  for (std::size_t k = 0; k != chosen.seeds; ++k) {
    settings one = chosen;
    one.seed += k;
    const outcome result = train(one, sets, true);
    if (result.was_interrupted) {
      std::fprintf(stderr, "mnist: interrupted: %zu of %zu seeds were trained", accuracies.size(), chosen.seeds);
      if (accuracies.size() > 1) {
        const interval so_far = mean_of(accuracies);
        std::fprintf(stderr, ", with %.2f ± %.2f %%", so_far.mean, so_far.half_width);
      }
      std::fprintf(stderr, "; nothing was saved\n");
      return interrupted;
    }
    accuracies.push_back(100 * result.seen.sum.accuracy());
    seconds.push_back(result.seconds);
    if (!chosen.json)
      std::printf("seed %llu: %s accuracy %.2f %% in %.2f s\n", static_cast<unsigned long long>(one.seed), judged,
                  accuracies.back(), result.seconds);
    std::fflush(stdout);
  }
  const interval accuracy = mean_of(accuracies), time = mean_of(seconds);
  if (chosen.json) {
    const nlohmann::json answer = {{"settings", to_json(chosen)},
                                   {"accuracies", accuracies},
                                   {"mean", accuracy.mean},
                                   {"half_width_95", accuracy.half_width},
                                   {"seconds", seconds}};
    std::printf("%s\n", answer.dump(2).c_str());
  } else {
    std::printf("%s accuracy %.2f ± %.2f %% (95 %% interval of %zu seeds) in %.2f s\n", judged, accuracy.mean,
                accuracy.half_width, chosen.seeds, time.mean);
  }
  return done;
}

}  // namespace

action add_train(CLI::App& command, settings& chosen) {
  add_training_options(command, chosen, names_in_one_line());
  return [&] {
    settings stored = chosen;
    if (chosen.resume && !chosen.checkpoint.empty() && take_over_settings(chosen.checkpoint, stored)) {
      if (!chosen.preset.empty())
        throw usage_error("--preset " + chosen.preset + ": the checkpoint in " + chosen.checkpoint +
                          " has its own options; leave the preset out, or begin in another directory");
      settings asked = stored;
      // what was named counts, to be compared; what was not is the checkpoint's
      const nlohmann::json named = to_json(chosen);
      nlohmann::json all = to_json(stored);
      for (const auto& [name, value] : named.items()) {
        if (command.count("--" + name) != 0) all[name] = value;
      }
      from_json(all, asked);
      require_the_same(asked, stored);
      chosen = asked;
    }
    require_agreement(chosen);
    (void)choice_named(chosen.activation);
    return chosen.seeds == 1 ? train_one(chosen) : train_seeds(chosen);
  };
}

}  // namespace mnist
