// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
#include "mnist/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>

#include <nlohmann/json.hpp>

#include <ogive/nn/file.hpp>
#include <ogive/nn/gradient_flow.hpp>

#include "mnist/drawing.hpp"

namespace mnist {
namespace {

namespace nn = ogive::nn;
using drawing::chart, drawing::escaped, drawing::figure, drawing::series;

std::string number_card(const std::string& value, const std::string& what) {
  return "<div class=\"card\"><div class=\"big\">" + escaped(value) + "</div><div class=\"soft\">" + escaped(what) +
         "</div></div>";
}

/// of(record) for each epoch.
template <class Of>
series by_epoch(const std::string& name, const std::vector<epoch_record>& history, const Of& of) {
  series s{.name = name};
  for (const epoch_record& record : history) {
    s.x.push_back(static_cast<double>(record.epoch));
    s.y.push_back(of(record));
  }
  return s;
}

std::string curves(const outcome& trained) {
  const auto& history = trained.history;
  const auto or_nothing = [](const std::optional<double>& value) { return value.value_or(NAN); };
  const std::vector<series> losses{
      by_epoch("training", history, [](const auto& r) { return r.loss; }),
      by_epoch("validation", history, [&](const auto& r) { return or_nothing(r.validation_loss); })};
  const std::vector<series> accuracies{
      by_epoch("training", history, [](const auto& r) { return r.accuracy; }),
      by_epoch("validation", history, [&](const auto& r) { return or_nothing(r.validation_accuracy); })};
  const std::vector<series> rates{by_epoch("rate", history, [](const auto& r) { return r.rate; })};
  const std::vector<series> seconds{by_epoch("seconds", history, [](const auto& r) { return r.seconds; })};
  return "<h2>Training</h2><div class=\"cards\">" + line_chart({.title = "Loss", .x_label = "epoch"}, losses) +
         line_chart({.title = "Accuracy", .x_label = "epoch", .percent = 100, .unit = " %"}, accuracies) +
         line_chart({.title = "Learning rate at the end of the epoch", .x_label = "epoch"}, rates) +
         line_chart({.title = "Seconds of the epoch", .x_label = "epoch"}, seconds) + "</div>";
}

/// f and f' from −5 to 5, with the parameters that the layer has, by channel their mean.
std::string activations(const outcome& trained) {
  const std::vector<float> places = nn::evenly_spaced<float>(5, 40);
  std::string html;
  for (std::size_t i = 0; i != trained.net.depth(); ++i) {
    const auto& layer = trained.net.layer(i);
    const choice* const picked = layer.function.is_identity ? nullptr : choice_of_formula(layer.function.formula);
    if (picked == nullptr) continue;
    const std::vector<double> means = mean_parameters(layer);
    const nn::activation_samples<float> samples =
        nn::sample(layer.function, places, std::vector<float>(means.begin(), means.end()));
    std::vector<series> both{{.name = "f"}, {.name = "f'"}};
    for (series& each : both) each.x.assign(places.begin(), places.end());
    both[0].y.assign(samples.value.begin(), samples.value.end());
    both[1].y.assign(samples.slope.begin(), samples.slope.end());
    const std::string name(picked->name);
    html +=
        line_chart({.title = "Layer " + std::to_string(i) + ": " + name, .x_label = "x", .has_zero_lines = true}, both);
    html += "<div class=\"card\"><p><b>" + escaped(name) + "</b></p><p><code>f(x) = " + escaped(picked->formula) +
            "</code></p><p><code>f'(x) = " + escaped(picked->derivative) +
            "</code></p><p class=\"soft\">backward needs " + escaped(picked->needs) + " of each number</p>";
    for (std::size_t p = 0; p != means.size(); ++p) {
      html += "<p>" + escaped(layer.function.parameter_names[p]) + ": " + figure(layer.function.parameter_initial[p]) +
              " → " + figure(means[p]) +
              (layer.is_by_channel() ? " in the mean of " + std::to_string(layer.outputs()) + " units" : "") + "</p>";
    }
    html += "</div>";
  }
  return html.empty() ? html : "<h2>Activations as they are now</h2><div class=\"cards\">" + html + "</div>";
}

std::string learned_parameters(const outcome& trained) {
  std::vector<series> all;
  for (std::size_t i = 0; i != trained.net.depth(); ++i) {
    const auto& names = trained.net.layer(i).function.parameter_names;
    for (std::size_t p = 0; p != names.size(); ++p) {
      all.push_back(
          by_epoch(std::to_string(i) + " " + std::string(names[p]), trained.history, [&](const epoch_record& r) {
            return i < r.parameters.size() && p < r.parameters[i].size() ? r.parameters[i][p] : NAN;
          }));
      all.back().x.insert(all.back().x.begin(), 0);
      all.back().y.insert(all.back().y.begin(), trained.net.layer(i).function.parameter_initial[p]);
    }
  }
  if (all.empty()) return "";
  return "<h2>Learned parameters</h2><div class=\"cards\">" +
         line_chart({.title = "Layer and parameter", .x_label = "epoch"}, all) + "</div>";
}

std::string gradient_flow(const outcome& trained) {
  const auto& history = trained.history;
  if (history.empty() || history.back().flow.empty()) return "";
  const std::size_t depth = history.back().flow.size();
  const auto by_layer = [&](double nn::layer_flow::*of, bool with_last) {
    std::vector<series> all;
    for (std::size_t i = 0; i != depth - (with_last ? 0 : 1); ++i)
      all.push_back(by_epoch("layer " + std::to_string(i), history,
                             [&](const epoch_record& r) { return i < r.flow.size() ? r.flow[i].*of : NAN; }));
    return all;
  };
  std::string html = "<h2>Gradient flow</h2>";
  const std::vector<std::string> findings = nn::diagnose(history.back().flow);
  if (findings.empty())
    html += "<p class=\"soft\">Neither vanishing nor exploding gradients, no dead or saturated layer.</p>";
  for (const std::string& finding : findings) html += "<p class=\"card warn\">" + escaped(finding) + "</p>";
  return html + "<div class=\"cards\">" +
         line_chart({.title = "Gradient δ, root mean square", .x_label = "epoch", .is_logarithmic = true},
                    by_layer(&nn::layer_flow::delta, true)) +
         line_chart({.title = "Outputs, root mean square", .x_label = "epoch"},
                    by_layer(&nn::layer_flow::output, true)) +
         line_chart(
             {.title = "Saturated: |f'| below 1 % of its greatest", .x_label = "epoch", .percent = 100, .unit = " %"},
             by_layer(&nn::layer_flow::saturated, false)) +
         line_chart({.title = "Dead units", .x_label = "epoch", .percent = 100, .unit = " %"},
                    by_layer(&nn::layer_flow::dead, false)) +
         "</div>";
}

std::string mistakes(const judgement& seen, const images& judged) {
  if (seen.worst.empty()) return "";
  std::string html = "<h2>The worst mistakes</h2><div class=\"digits\">";
  const std::size_t side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(judged.columns))));
  for (const mistake& m : seen.worst) {
    html += "<div>" +
            drawing::pixels(std::span(judged.elements).subspan(m.row * judged.columns, judged.columns), side, side) +
            "<b>" + std::to_string(m.label) + "</b> taken for <b>" + std::to_string(m.told) + "</b><small>" +
            figure(100 * m.probability, 3) + " % sure, image " + std::to_string(m.row) + "</small></div>";
  }
  return html + "</div>";
}

/// What the training was asked for, but for what `differs` between several.
std::string options_table(const settings& chosen, const std::vector<std::string>& differs = {}) {
  std::string html = "<h2>Options</h2><div class=\"card scroll\"><table class=\"plain\">";
  nlohmann::json options = to_json(chosen);
  options["threads"] = chosen.threads;
  options["data"] = data_directory(chosen.data);
  for (const auto& [name, value] : options.items()) {
    if (value.is_null() || value == "" || value == nlohmann::json::array() ||
        std::find(differs.begin(), differs.end(), name) != differs.end())
      continue;
    html += "<tr><th>" + escaped(name) + "</th><td>" +
            escaped(value.is_string() ? value.get<std::string>() : value.dump()) + "</td></tr>";
  }
  return html + "</table></div>";
}

}  // namespace

void write_report(const std::string& file, const settings& chosen, const outcome& trained, const images& judged,
                  double loading_seconds) {
  const judgement& seen = trained.seen;
  std::string shape = std::to_string(trained.net.inputs());
  for (const auto& layer : trained.net.layers) shape.append("-").append(std::to_string(layer.outputs()));
  const std::string name = chosen.validation == 0 ? "test" : "validation";
  const std::string title = chosen.activation + ", " + shape;
  char accuracy[32];
  std::snprintf(accuracy, sizeof accuracy, "%.2f %%", 100 * seen.sum.accuracy());
  std::string body = "<h1>" + escaped(title) + "</h1><p class=\"soft\">" +
                     std::to_string(trained.net.parameter_count()) + " parameters, " + escaped(chosen.optimizer) +
                     ", batch " + std::to_string(chosen.batch) + ", seed " + std::to_string(chosen.seed) +
                     "</p><div class=\"numbers\">";
  body += number_card(accuracy, name + " accuracy") + number_card(figure(seen.sum.mean_loss()), name + " loss") +
          number_card(std::to_string(trained.history.size()), "epochs") +
          number_card(figure(trained.seconds, 3) + " s", "training") +
          number_card(figure(loading_seconds, 3) + " s", "loading");
  body += "</div>" + curves(trained) + gradient_flow(trained) + activations(trained) + learned_parameters(trained);
  body +=
      "<h2>Confusions</h2><div class=\"card scroll\"><p class=\"soft\">rows: the label; columns: what the network "
      "told</p>" +
      drawing::confusion_matrix(seen.confusions) + "</div>";
  body += mistakes(seen, judged) + options_table(chosen);
  nn::replace_file(file, drawing::page(title, body));
}

void write_sweep_report(const std::string& file, const settings& chosen, const std::vector<sweep_row>& rows) {
  double low = 100, high = 0;
  for (const sweep_row& r : rows) {
    if (r.diverged == r.runs) continue;
    low = std::min(low, r.accuracy.mean);
    high = std::max(high, r.accuracy.mean);
  }
  low = std::max(low, high - 8);  // what is far off would press all others together
  if (!(low < high)) low = high - 1;
  std::string body =
      "<h1>" + std::to_string(rows.size()) + " activations under equal conditions</h1><p class=\"soft\">" +
      std::to_string(chosen.epochs) + " epochs, batch " + std::to_string(chosen.batch) + ", " +
      escaped(chosen.optimizer) +
      "; accuracy on images that were not learnt from, the best first</p>"
      "<div class=\"card scroll\"><table class=\"plain\"><tr><th>activation</th><th>accuracy</th><th class=\"n\">"
      "%</th><th class=\"n\">±</th><th class=\"n\">seconds</th><th class=\"n\">dead</th><th class=\"n\">"
      "saturated</th></tr>";
  for (const sweep_row& r : rows) {
    body += "<tr><td>" + escaped(r.activation) + "</td>";
    if (r.diverged == r.runs) {
      body += "<td colspan=\"6\" class=\"none\">diverged</td></tr>";
      continue;
    }
    const auto place = [&](double value) { return std::clamp(8 + (value - low) / (high - low) * 284, 2.0, 298.0); };
    const auto at = [&](double value) {
      char text[16];
      std::snprintf(text, sizeof text, "%.1f", place(value));
      return std::string(text);
    };
    const bool has_interval = std::isfinite(r.accuracy.half_width);
    body +=
        "<td><svg width=\"300\" height=\"16\" role=\"img\"><line class=\"grid\" x1=\"0\" x2=\"300\" y1=\"8\" "
        "y2=\"8\"/>";
    if (has_interval)
      body += "<line class=\"axis\" x1=\"" + at(r.accuracy.mean - r.accuracy.half_width) + "\" x2=\"" +
              at(r.accuracy.mean + r.accuracy.half_width) + "\" y1=\"8\" y2=\"8\" stroke-width=\"2\"/>";
    body += "<circle class=\"bar\" cy=\"8\" r=\"4.5\" cx=\"" + at(r.accuracy.mean) + "\"/></svg></td>";
    char cells[200];
    std::snprintf(
        cells, sizeof cells,
        "<td class=\"n\">%.2f</td><td class=\"n\">%s</td><td class=\"n\">%.2f</td><td class=\"n\">%.1f %%</td>"
        "<td class=\"n\">%.1f %%</td></tr>",
        r.accuracy.mean, has_interval ? figure(r.accuracy.half_width, 2).c_str() : "", r.seconds.mean, 100 * r.dead,
        100 * r.saturated);
    body += cells;
  }
  body += "</table></div>" + options_table(chosen, {"activation", "seed"});
  nn::replace_file(file, drawing::page("sweep", body));
}

}  // namespace mnist
