package io.sparsesplit.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {

    @ParameterizedTest
    @EnumSource
    void recipesAreFoundByTheNameTheyPrint(Recipe recipe) {
        assertThat(Recipe.of(recipe.toString())).isEqualTo(recipe);
    }

    @Test
    void anUnknownRecipeIsRefusedNamingThoseThereAre() {
        for (String name : new String[] {"", "PAPER", "better"}) {
            assertThatThrownBy(() -> Recipe.of(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no recipe '%s'; choose one of paper, best", name);
        }
    }

    @ParameterizedTest
    @CsvSource({"100", "2450", "5000", "1000000"})
    void thePapersRecipeIsTheReferencesForEverySize(int parameters) {
        assertThat(Recipe.PAPER.hyperparameters(parameters, 7, 3))
                .isEqualTo(new Hyperparameters(50, 256, 1e-3, Schedule.INVERSE, 0, Initialisation.DENSE, 0, 0.3, 7, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "200, 0.02, 0.3",
        "3999, 0.02, 0.3",
        "4000, 0.02, 0.5",
        "9999, 0.02, 0.5",
        "10000, 0.01, 0.8",
        "10000000, 0.01, 0.8"
    })
    void smallNetworksLearnFasterAndLargeOnesFromMoreDistortedPictures(
            int parameters, double learningRate, double augmentation) {
        assertThat(Recipe.BEST.hyperparameters(parameters, 7, 3))
                .isEqualTo(new Hyperparameters(
                        60,
                        256,
                        learningRate,
                        Schedule.COSINE,
                        0.05,
                        Initialisation.IN_DEGREE,
                        augmentation,
                        0.3,
                        7,
                        3));
    }
}
