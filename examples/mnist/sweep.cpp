// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include <ogive/nn/file.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/trainer.hpp>

#include "mnist/commands.hpp"
#include "mnist/history.hpp"
#include "mnist/model.hpp"
#include "mnist/report.hpp"
#include "mnist/statistics.hpp"
#include "mnist/training.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;

struct sweep_options {
  std::vector<std::string> activations{};
  std::string directory = "sweep";
  std::size_t jobs = 0;
};

/// One activation with one seed.
struct sweep_result {
  std::string activation{};
  std::uint64_t seed = 0;
  bool has_diverged = false;
  double accuracy = 0, loss = 0, seconds = 0, dead = 0, saturated = 0;
};

nlohmann::json line_of(const sweep_result& r, const nlohmann::json& conditions) {
  return {{"activation", r.activation}, {"seed", r.seed},       {"diverged", r.has_diverged},
          {"accuracy", r.accuracy},     {"loss", r.loss},       {"dead", r.dead},
          {"saturated", r.saturated},   {"seconds", r.seconds}, {"conditions", conditions}};
}

/// What earlier runs under the same conditions have found: whole lines only.
std::vector<sweep_result> read_results(const std::string& file, const nlohmann::json& conditions) {
  std::vector<sweep_result> found;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const nlohmann::json read = nlohmann::json::parse(line, nullptr, false);
    if (!read.is_object() || read.value("conditions", nlohmann::json()) != conditions) continue;
    found.push_back({read.at("activation").get<std::string>(), read.at("seed").get<std::uint64_t>(),
                     read.at("diverged").get<bool>(), read.at("accuracy").get<double>(), read.at("loss").get<double>(),
                     read.at("seconds").get<double>(), read.at("dead").get<double>(),
                     read.at("saturated").get<double>()});
  }
  return found;
}

sweep_result train_once(settings chosen, const std::string& activation, const nn::image_sets& sets,
                        bool& was_interrupted) {
  chosen.activation = activation;
  sweep_result result{.activation = activation, .seed = chosen.seed};
  try {
    const outcome trained = train(chosen, sets, true);
    was_interrupted = trained.was_interrupted;
    if (was_interrupted) return result;
    result.accuracy = trained.result.accuracy();
    result.loss = trained.result.mean_loss();
    result.seconds = trained.seconds;
    const auto flow = nn::measure_flow(trained.net, sets.test, 1000);
    for (std::size_t i = 0; i + 1 < flow.size(); ++i) {
      result.dead += flow[i].dead / static_cast<double>(flow.size() - 1);
      result.saturated += flow[i].saturated / static_cast<double>(flow.size() - 1);
    }
  } catch (const nn::training_error&) {
    result.has_diverged = true;
  }
  return result;
}

std::vector<sweep_row> rows_of(const std::vector<sweep_result>& results) {
  std::map<std::string, std::vector<sweep_result>> by_name;
  for (const sweep_result& each : results) by_name[each.activation].push_back(each);
  std::vector<sweep_row> rows;
  for (const auto& [name, runs] : by_name) {
    sweep_row row{.activation = name, .runs = runs.size()};
    std::vector<double> accuracies, seconds;
    for (const sweep_result& each : runs) {
      if (each.has_diverged) {
        ++row.diverged;
        continue;
      }
      accuracies.push_back(100 * each.accuracy);
      seconds.push_back(each.seconds);
      row.dead += each.dead;
      row.saturated += each.saturated;
    }
    if (!accuracies.empty()) {
      row.accuracy = mean_of(accuracies);
      row.seconds = mean_of(seconds);
      row.dead /= static_cast<double>(accuracies.size());
      row.saturated /= static_cast<double>(accuracies.size());
    }
    rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const sweep_row& a, const sweep_row& b) { return a.accuracy.mean > b.accuracy.mean; });
  return rows;
}

void write_table(const std::string& file, const std::vector<sweep_row>& rows) {
  std::string text = "activation,runs,diverged,accuracy,half_width_95,seconds,dead,saturated\n";
  for (const sweep_row& r : rows) {
    char line[160];
    std::snprintf(line, sizeof line, ",%zu,%zu,%.3f,%s,%.3f,%.4f,%.4f\n", r.runs, r.diverged, r.accuracy.mean,
                  std::isfinite(r.accuracy.half_width) ? std::to_string(r.accuracy.half_width).c_str() : "",
                  r.seconds.mean, r.dead, r.saturated);
    text.append(r.activation).append(line);
  }
  const std::span<const std::uint8_t> bytes{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  nn::replace_file(file, std::span(&bytes, 1));
}

void print(const std::vector<sweep_row>& rows) {
  std::printf("%-18s %10s %8s %9s %7s %10s\n", "activation", "accuracy", "±", "seconds", "dead", "saturated");
  for (const sweep_row& r : rows) {
    if (r.diverged == r.runs) {
      std::printf("%-18s   diverged\n", r.activation.c_str());
      continue;
    }
    std::printf("%-18s %8.2f %% ", r.activation.c_str(), r.accuracy.mean);
    if (std::isfinite(r.accuracy.half_width)) std::printf("%8.2f", r.accuracy.half_width);
    else std::printf("%8s", "-");
    std::printf(" %9.2f %5.1f %% %8.1f %%%s\n", r.seconds.mean, 100 * r.dead, 100 * r.saturated,
                r.diverged == 0 ? "" : ("  (" + std::to_string(r.diverged) + " diverged)").c_str());
  }
}

exit_status sweep(const settings& chosen, const sweep_options& options) {
  const nn::image_sets sets = load_sets(chosen);
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error) throw nn::data_error(options.directory + ": " + error.message() + "; give a directory that can be made");
  nlohmann::json conditions = to_json(chosen);
  for (const char* const free : {"activation", "seed"}) conditions.erase(free);
  const std::string journal = options.directory + "/sweep.jsonl";
  std::vector<sweep_result> results = read_results(journal, conditions);
  std::set<std::pair<std::string, std::uint64_t>> known;
  for (const sweep_result& each : results) known.emplace(each.activation, each.seed);

  struct task {
    std::string activation;
    std::uint64_t seed;
  };
  std::vector<task> tasks;
  for (std::size_t k = 0; k != chosen.seeds; ++k) {
    for (const std::string& name : options.activations) {
      if (!known.contains({name, chosen.seed + k})) tasks.push_back({name, chosen.seed + k});
    }
  }
  line_file lines;
  lines.open(journal);  // anew: of a line that was cut nothing is kept
  for (const sweep_result& each : results) lines.append(line_of(each, conditions).dump());

  std::atomic<std::size_t> next{0};
  std::atomic<bool> is_over{false};
  std::mutex guard;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t mine = next++; mine < tasks.size() && !is_over; mine = next++) {
        settings one = chosen;
        one.seed = tasks[mine].seed;
        bool was_interrupted = false;
        const sweep_result result = train_once(one, tasks[mine].activation, sets, was_interrupted);
        if (was_interrupted) {
          is_over = true;
          return;
        }
        const std::lock_guard lock(guard);
        results.push_back(result);
        lines.append(line_of(result, conditions).dump());
        if (!chosen.json && !chosen.quiet) {
          std::printf("%3zu/%zu %-18s seed %llu  %6.2f %%  %.2f s\n", results.size(), known.size() + tasks.size(),
                      result.activation.c_str(), static_cast<unsigned long long>(result.seed), 100 * result.accuracy,
                      result.seconds);
          std::fflush(stdout);
        }
      }
    } catch (...) {
      const std::lock_guard lock(guard);
      failure = std::current_exception();
      is_over = true;
    }
  };
  const std::size_t jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> workers;
  for (std::size_t k = 1; k < std::min(jobs, tasks.size()); ++k) workers.emplace_back(work);
  work();
  for (std::thread& each : workers) each.join();
  if (failure) std::rethrow_exception(failure);

  std::erase_if(results, [&](const sweep_result& each) {
    return std::find(options.activations.begin(), options.activations.end(), each.activation) ==
           options.activations.end();
  });
  const std::vector<sweep_row> rows = rows_of(results);
  write_table(options.directory + "/sweep.csv", rows);
  write_sweep_report(options.directory + "/sweep.html", chosen, rows);
  if (is_over) {
    std::fprintf(stderr, "mnist: interrupted; the same command goes on: %s has %zu of %zu trainings\n", journal.c_str(),
                 results.size(), known.size() + tasks.size());
    return interrupted;
  }
  if (chosen.json) {
    nlohmann::json answer = nlohmann::json::array();
    for (const sweep_result& each : results) answer.push_back(line_of(each, conditions));
    std::printf("%s\n", answer.dump(2).c_str());
  } else {
    std::printf("\n");
    print(rows);
    std::printf("\ntable and page: %s/sweep.csv, sweep.html\n", options.directory.c_str());
  }
  return done;
}

}  // namespace

action add_sweep(CLI::App& command, settings& chosen) {
  const auto options = std::make_shared<sweep_options>();
  command
      .add_option("--activations", options->activations,
                  "names, separated by commas; default: all that a layer can have")
      ->expected(-1)
      ->delimiter(',');
  command
      .add_option("--directory", options->directory,
                  "for sweep.jsonl, from which an interrupted sweep goes on, and the results")
      ->capture_default_str();
  command.add_option("--jobs", options->jobs, "trainings at a time; default: one for each processor")
      ->check(whole_number(1, 1'024));
  add_training_options(command, chosen, "ignored: see --activations");
  for (const char* const name : {"--activation", "--per-channel", "--threads", "--checkpoint", "--every", "--resume",
                                 "--save", "--log", "--csv", "--report", "--from", "--freeze", "--reset"})
    command.remove_option(command.get_option(name));
  return [&chosen, options] {
    settings checked = chosen;
    checked.seeds = 1;
    require_agreement(checked);
    if (options->activations.empty()) options->activations = layer_names();
    for (const std::string& name : options->activations) (void)choice_named(name);
    return sweep(chosen, *options);
  };
}

}  // namespace mnist
