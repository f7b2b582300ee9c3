// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <cstdio>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include <ogive/nn/evaluate.hpp>

#include "mnist/commands.hpp"
#include "mnist/judgement.hpp"
#include "mnist/model.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

struct eval_options {
  std::string model{}, data{};
  bool on_train = false, json = false;
};

void print_confusions(const judgement& seen) {
  std::printf("\nlabel \\ told");
  for (std::size_t j = 0; j != seen.confusions.size(); ++j) std::printf("%6zu", j);
  std::printf("   right\n");
  for (std::size_t i = 0; i != seen.confusions.size(); ++i) {
    std::size_t all = 0;
    std::printf("%12zu", i);
    for (const std::size_t count : seen.confusions[i]) {
      all += count;
      if (count == 0) std::printf("     .");
      else std::printf("%6zu", count);
    }
    std::printf("  %5.1f %%\n",
                all == 0 ? 0.0 : 100 * static_cast<double>(seen.confusions[i][i]) / static_cast<double>(all));
  }
}

}  // namespace

action add_eval(CLI::App& command) {
  const auto options = std::make_shared<eval_options>();
  command.add_option("model", options->model, "file of a network (.safetensors)")->required();
  command.add_option("--data", options->data, "directory with the four IDX files; default $MNIST_DIR");
  command.add_flag("--train", options->on_train, "judge by the training images instead of the test images");
  command.add_flag("--json", options->json, "nothing but one JSON object on standard output");
  return [options] {
    const model known = load_model(options->model);
    nn::image_sets sets = load_sets(options->data);
    images& rows = options->on_train ? sets.train : sets.test;
    see_as(known, options->model, rows);
    const judgement seen = judge(known.net, rows, 0);
    const char* const judged = options->on_train ? "train" : "test";
    if (options->json) {
      const nlohmann::json answer = {{"model", options->model},      {"images", judged},
                                     {"loss", seen.sum.mean_loss()}, {"accuracy", seen.sum.accuracy()},
                                     {"right", seen.sum.correct},    {"rows", seen.sum.rows},
                                     {"confusions", seen.confusions}};
      std::printf("%s\n", answer.dump(2).c_str());
    } else {
      std::printf("%s loss %.4f, %zu of %zu right\n%s accuracy %.2f %%\n", judged, seen.sum.mean_loss(),
                  seen.sum.correct, seen.sum.rows, judged, 100 * seen.sum.accuracy());
      print_confusions(seen);
    }
    return done;
  };
}

}  // namespace mnist
