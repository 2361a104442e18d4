//! What people take for a passphrase when they choose one themselves: own lists, without accents, small letters.
//!
//! They need not be complete: a word that is in none of them counts for a little more, not for its letters.

/// The small words that make a sentence, French and English.
pub(super) const FUNCTION: &str = "\
    a ai all am an and are as at au aussi aux avait avec avez avons be bien but by c ca can car ce cela ces cet \
    cette chez comme d dans de des do donc dont du elle elles en entre es est et etait etes eux for from fut had \
    have he her his how i if il ils in is it its j jamais je l la le les let leur leurs lui m ma mais me meme \
    mes moi mon must my n ne ni no nos not notre nous of on ont or ou our par pas plus point pour qu quand que \
    qui quoi rien s sa said sans se sera ses shall she si so soi sommes son sont sous suis sur t ta te tes than \
    that the their them then there these they this those to toi ton toujours tous tout toute toutes tres tu un \
    une us vers vos votre vous was we were what when which who will with y you your";

/// Passwords that everybody tries first.
pub(super) const POPULAR: &str = "\
    abc abracadabra access admin administrateur administrator amour azerty barcelona baseball batman bienvenue \
    bonjour caramel changeme changezmoi chocolat chouchou code connexion coucou debian default defaut doudou \
    dragon facebook football google guest hello iloveyou internet invite jetaime juventus letmein linux login \
    loulou lyon marseille master mbappe mdp monamour monkey motdepasse naruto ninja nounou nutella olympique om \
    one ordinateur ouvretoi paris passe passw0rd password pokemon princesse psg qwerty qwertz ronaldo root \
    secret sesame shadow soleil starwars sunshine superman test trustno ubuntu user utilisateur vanille welcome \
    windows zidane";

/// First names, and the most common family names.
pub(super) const NAMES: &str = "\
    adam adele adrien agathe agnes aicha alain albane albert alex alexandra alexandre alexis ali alice aline \
    alix alois amandine ambre amelie amina amine amir anais andre andrea angele angelique anita ann anna anne \
    annick annie antoine antonin antonio arlette armand arnaud arthur assia aubert aubry audrey augustin aurelie \
    aurelien aurore axel axelle aya baptiste barbara barbier bastien beatrice benali benedicte benjamin benoit \
    berger bernadette bernard bertrand bilal blanc blanchard blanche bonnet boris bourgeois boyer brice brigitte \
    brun brunet bruno camille candice capucine carine carla carlos carole caroline caron carpentier catherine \
    cecile cedric celestine celia celine chantal charles charlie charline charlotte charpentier chevalier chloe \
    christelle christian christiane christine christophe cindy claire clara clarisse claude claudette claudia \
    claudine clemence clement clementine cleo colas colette collet constance coralie corentin corinne cyril \
    cyrille damien daniel daniele danielle dasilva david deborah delphine denis denise deschamps diallo diane \
    didier dimitri dominique dorian dorothee dubois dufour dumas dumont dupont dupuis dupuy durand duval dylan \
    edith edouard elena eleonore eliane elias eliot elisa elisabeth elise ella elodie elsa emeline emile emilie \
    emma emmanuel emmanuelle enzo eric erica esteban esther ethan etienne eugene eugenie eva evelyne fabien \
    fabienne fabre fabrice fanny farid fatima fatou faure faustine felix ferdinand fernand fernandez flavie \
    fleur fleury flora florence florent florian fontaine fournier france francine francis franck francois \
    francoise frederic frederique gabin gabriel gabrielle gael gaelle gaetan gaillard garcia garnier gaspard \
    gaston gauthier gautier genevieve geoffrey georges gerald geraldine gerard germain germaine ghislaine \
    gilbert gilberte gilles ginette girard giraud gisele gonzalez goran gregoire gregory guerin guillaume \
    guillot gustave guy gwenaelle habib hakim hamza hanna hans harold hassan helene henri henriette henry herve \
    hortense hubert huet hugo huguenin hugues ibrahim ida igor ilan ilyes imane ines ingrid irene iris isaac \
    isabelle ismael ivan jacky jacqueline jacques jade jamal james janine jean jeanne jeannine jeremie jeremy \
    jerome jessica jihane joachim jocelyne joel joelle johan john joly jonas jonathan jordan jose joseph \
    josephine josette josiane josue joyce juan judith jules julia julian julie julien juliette juline justin \
    justine kamel karim karima karine kevin khadija killian kylian lacroix laetitia lahcen laila lambert lara \
    laure laurence laurent laurie lea leclerc leclercq lecomte lefebvre lefevre legall legrand leila lemaire \
    lemoine lena leo leon leonard leonie leopold leroux leroy leslie lila lilia lilian lily lina lionel lisa \
    lise loic lola lopez lorena lou louane louis louisa louise luc luca lucas lucette lucie lucien lucienne \
    ludivine ludovic lydia lydie madeleine mae mael maelle magali mahe maia maillard malik malika manon manuel \
    manuela marc marceau marcel marcelle marchal marchand marco margaux margot marguerite maria mariam mariama \
    marie marielle marina marine mario marion marius marjorie marlene marthe martin martine martinez maryse \
    masson mateo mathias mathieu mathilde mathis matteo matthias matthieu maud maurice max maxence maxime maya \
    mehdi melanie melina melissa menard mendy mercedes mercier meryem meunier meyer michael michel michele \
    micheline miguel mila milan mireille miriam mohamed mohammed moise monique moreau morel morgan morgane morin \
    moulin mounir mourad moussa muller muriel mustapha myriam nabil nadege nadia nadine naima naomi nassim \
    natacha nathalie nathan nathanael nawel nguyen nicolas nicole nina ninon noa noah noel noelle noemie nolan \
    nora norbert nour oceane octave odette odile olga oliver olivia olivier omar ophelie oscar pablo paloma \
    paris pascal pascale pascaline patrice patricia patrick paul paula paule paulette pauline pedro perez perrin \
    perrine petit philippe picard pierre pierrette pierrick poirier prevost quentin rachel rachid rachida raoul \
    raphael raphaelle raymond raymonde regine regis reine remi remy renard renaud renault rene renee rey richard \
    riviere robert roberte robin roche rodolphe rodrigue rodriguez roger roland rolande rolland romain romane \
    romeo romuald rosa rosalie rose rousseau roussel roux roxane roy royer ruben sabine sabrina said saida \
    salome sam samia samir samira samuel samy sanchez sandra sandrine sara sarah schmitt sebastien selma serge \
    sergio severine sibylle sidonie simeon simon simone sofia sofiane solange solene sonia sophia sophie stella \
    stephane stephanie steven suzanne suzie sylvain sylvaine sylvestre sylviane sylvie tanguy tania tatiana \
    teddy teo teresa thea theo theodore therese thibaud thibault thierry thomas tiffany tim timeo timothee tom \
    tony traore tristan valentin valentine valerie vanessa vasseur vera veronique victoire victor victoria vidal \
    vincent violette virginie viviane walid wilfried william xavier yacine yael yanis yann yannick yasmina \
    yasmine yohan yolande youssef yves yvette yvon yvonne zacharie zahra zelie zineb zoe";

/// Words of a union section, of firms and of its songs.
pub(super) const UNION: &str = "\
    accord adherent adherents adhesion airbus allons amazon anarchiste armes assemblee atelier auchan bataillons \
    batiment blum bourse bureau camarade camarades carrefour cfdt cfecgc cftc cgt chimie chomage citoyens classe \
    classes coffre collective comite commerce commune communiste company confederation conge conges congres \
    contrat contrepoids convention cotisation cse damnes debout delegue deleguee delegues departementale dignite \
    direction drapeau droit droits egalite election elections elu elue elus embauche emploi enfants entreprise \
    example exemple fabrique faim federation fo forcats forever fraternite fsu gloire greve greves greviste \
    grevistes guesde heures hopital hugo inspecteur internationale jaures justice labor labour leclerc liberte \
    licenciement local locale louise lutte luttes manif manifestation marchons metallurgie michelin militant \
    militante nao negociation noir orange ouvrier ouvriere ouvrieres ouvriers patrie patron patronat patrons \
    peugeot peuple poing populaire poste power prime primes proletaire proletaires prudhommes rail ratp renault \
    resistance retraite retraites reunion revolution rouge salaire salaires salarie salariee salaries secretaire \
    section seguy sncf socialiste societe solidaires solidarite strike sud syndical syndicale syndicaliste \
    syndicat syndicats syndique terre thorez total tract transport travail travailleur travailleurs travailleuse \
    travailleuses tresorier tresoriere union unis unissez unite unsa urne usine usm vault victoire vote worker \
    workers world zola";

/// Towns, regions, countries.
pub(super) const PLACES: &str = "\
    aix alger algerie allemagne alsace amiens angers annecy argenteuil auvergne avignon belgique berlin besancon \
    bordeaux bourgogne brest bretagne caen clermont corse denis dijon dunkerque espagne europe ferrand francais \
    francaise france garonne gironde grenoble italie lille limoges loire londres lorraine lyon madrid mans maroc \
    marseille metz montpellier montreuil mulhouse nancy nantes nice nimes normandie orleans paris perpignan \
    picardie poitiers portugal provence reims rennes rhone rome roubaix rouen saint sainte savoie seine senegal \
    strasbourg suisse toulon toulouse tourcoing tours tunisie villeurbanne";

/// Months, days, numbers.
pub(super) const TIMES: &str = "\
    annee annees aout april august aujourdhui automne avril cent cinq cinquante december decembre demain dernier \
    derniere deux dimanche dix douze eight eleven ete february fevrier five four friday hier hiver huit hundred \
    january janvier jeudi jour jours juillet juin july june lundi mai march mardi mars matin mercredi midi mille \
    minuit mois monday neuf nine november novembre nuit october octobre one onze premier premiere printemps \
    quarante quatorze quatre quinze samedi saturday second seconde seize semaine sept september septembre seven \
    siecle six soir soixante sunday ten thousand three thursday treize trente trois tuesday twelve two un \
    vendredi vingt wednesday zero";

/// Common words, French and English.
pub(super) const COMMON: &str = "\
    about abri acier after again agneau aide aigle aile aimer air ami amie amis amour an ancien ange animal \
    anneau apprendre arbre arbres argent arme armee arret arriver art assiette attendre auto avance avion avocat \
    baby back bain ball balle banc banque barbe bas bateau beau beaucoup beautiful bebe because belle bete \
    beurre biere bijou bille black blanc blanche ble bleu bleue blue boire bois boite bon bonheur bonne book \
    bouche boucher boulanger boule bouteille boy bras brique brother brown bruit brume brun bureau but cabane \
    cadeau cafe cahier calme camion campagne canard canari carotte carte casa casque cat cave ceinture cercle \
    cerise chaise chaleur chambre champ champs chance chanson chant chanter chapeau charbon chat chate chateau \
    chats chaud chaude chaussure chef chemin cheminee chemise cher cheval chevaux cheveu cheveux chevre chien \
    chienne chiens chiffre child choix chose choses ciel cigale citron city clair claire cle clef clou cochon \
    coeur coin cold colere colline combat compter computer conseil copain copine coq corde corps coucher couleur \
    country coup couper cour courage courir cours course couteau couvert cow craie crayon crier croire croix \
    cuisine cuivre danse danser dark daughter day dead death debut demander dent depart dernier dessin devoir \
    dieu dire dog doigt donner dormir dos douce doux drap dream dur earth eau ecole ecouter ecrire ecureuil \
    eglise enfant ennemi entendre entrer epaule epee epice epinard escalier espoir essence est etage etoile \
    etoiles etre etude every exemple eye eyes face faim faire famille family farine father faucon femme femmes \
    fenetre fer ferme fete feu feuille feuilles fille filles film fils fin fire fish fleur fleurs fleuve flower \
    foi foire fois fond food force foret forge fort forte fou four fourchette fourmi fox frais fraise free \
    freedom frere friend friends froid fromage front fruit fruits fumee fusil gagner game gant garcon garcons \
    gare gateau gauche genou gens glace gold gomme good gorge gout goutte grain grand grande gras great green \
    gris grise gros grosse guerre guitare habit haine hand happy haricot haut haute heart heaven hell herbe \
    heure heures heureux histoire hiver home homme hommes honneur horse house huile humain humaine ici idee ile \
    image jambe jambon jardin jaune jeu jeune jeunes jeux joie joli jolie joue jouer jouet jouir jumps jupe jus \
    king know lac laine lait lampe lancer langue lapin larme lazy lecon legume lent lettre lettres lever levre \
    libre lieu life light ligne lion lire lit little livre livres loi loin long longue lord loup lourd love \
    lumiere lune machine main mains maison maisons maitre make mal malade maman man manger manteau marche \
    marcher mari mariage marin marron marteau masque mauvais men mer mere message metal metier metro mettre \
    meuble miel mieux milk mode moineau moitie monde money monnaie montagne montagnes monter montre moon morceau \
    mort mot moteur mother moto mots mouche moulin mountain mourir mousse mouton moutons mur mural music musique \
    nager name neige never new nez nid night noir noire nom nombre nord nouveau nouvelle nouvelles nuage nuages \
    objet oeil oeuf oignon oiseau oiseaux old olive ombre oncle or orage orange oreille orge os ours outil \
    ouvrir pain paix palais panier pantalon papa papier papillon parapluie parc pardon parents parler parole \
    part partir party passer pate pays paysan peace peau peche peine peinture pelle penser people perdre pere \
    perle personne petit petite petits peur photo piano pied pierre pierres pigeon pin pipe place plage plaisir \
    plan plante plat plein pluie plume poche poeme poesie poids poire pois poisson poivre police pomme pommes \
    pompe pont porc port porte portes pot potage poule poulet poupee pousser pouvoir pre prendre pres prince \
    princesse prison prix probleme propre puits punir pur quart queen question queue quick rain raison rat rayon \
    red regard reine repas reponse rester reve rever rhum riche rire river riviere riz road robe rock roi roman \
    rond rose roses roue rouge rouges roule rouler route routes royaume ruche rue rues sable sac saison sale \
    salle salon salut sang sapin sauce sauter savoir savon school sea secret sel semaine sens sentier serpent \
    serre seul seule signe silence silver singe sister sky sleep snow soeur soif soldat soleil sommeil sommet \
    son song souffle soupe source sourire souris souvenir star stars statue sucre sud summer sun sweet table \
    tableau tache tante tapis tard tasse taureau temps tendre tenir tente terre terres tete the theatre thing \
    tigre timbre time tirer toit tomate tombe tomber tort tortue tour tourner train travailler tree triste trou \
    trouver truth tulipe two vache vague vaisselle valise vallee vase veau velo vendre venir vent ventre ver \
    verite verre vert verte vertes verts viande vide vie vieille vieux village ville villes vin visage vite \
    vivre voile voir voisin voiture voix vol voleur volonte vouloir voyage voyager vrai vraie vue war water way \
    white wind winter woman women wood word words work year years yeux young zebre";

/// Lines that many know by heart, letters only.
pub(super) const PHRASES: &str = "\
    loremipsumdolorsitametconsecteturadipiscingelitseddoeiusmodtempor \
    allonsenfantsdelapatrielejourdegloireestarrivecontrenousdelatyrannieletendardsanglantestleve \
    deboutlesdamnesdelaterredeboutlesforcatsdelafaimlaraisontonneensoncraterecestleruptiondelafin \
    cestlaluttefinalegrouponsnousetdemainlinternationaleseralegenrehumain proletairesdetouslespaysunissezvous \
    workersoftheworldunite libertenegalitefraternite lunionfaitlaforce jepensedoncjesuis \
    etreounepasetretelleestlaquestion tobeornottobethatisthequestion longtempsjemesuiscouchedebonneheure \
    aujourdhuimamanestmorteoupeutetrehierjenesaispas \
    lessanglotslongsdesviolonsdelautomneblessentmoncoeurdunelangueurmonotone \
    demaindeslaubealheureoublanchitlacampagnejepartirai maitrecorbeausurunarbreperchetenaitensonbecunfromage \
    lacigaleayantchantetoutlete rienneserdecouririlfautpartirapoint \
    auclairdelalunemonamipierrotpretemoitaplumepourecrireunmot \
    frerejacquesfrerejacquesdormezvousdormezvoussonnezlesmatines surlepontdavignononydanseonydanse \
    alouettegentillealouettealouettejeteplumerai letempsdescerises quandnouschanteronsletempsdescerises \
    amilentendstulevolnoirdescorbeauxsurnosplaines bellaciaobellaciaobellaciaociaociao unamattinamisonoalzato \
    elpueblounidojamasseravencido hastalavictoriasiempre onnelacherien onestlaonestla \
 tousensembletousensemblegrevegenerale travailfamillepatrie \
    onveutvivrepassurvivre avenicaesarmorituritesalutant aleajactaest venividivici carpediem cogitoergosum \
    panemetcircenses ouvretoisesame ilseraitunefoisunpetitnavire ilseraitunefois iletaitunefois \
    pierrequiroulenamassepasmousse rirabienquirirraledernier toutvientapointaquisaitattendre \
    mieuxvauttardquejamais thequickbrownfoxjumpsoverthelazydog maytheforcebewithyou winteriscoming ihaveadream \
    imaginealthepeople allyouneedislove correcthorsebatterystaple portezcevieuxwhiskyaujugeblondquifume \
    voixambigueduncoeurquiauzephyrprefereleskiwis notrepereesauxcieuxquetonnomsoitsanctifie \
    jevoussaluemariepleinedegrace nosireedieu neteneznidieunimaitre nidieunimaitre omlallezlom allezlesbleus \
    vivelafrance vivelacgt vivelarepublique viverelesociallibre onetwothreefourfivesixseveneightnineten \
    undeuxtroisquatrecinqsixsepthuitneufdix";

/// Rows of digits that many know by heart.
pub(super) const FIGURES: &str = "\
    3141592653589793238462643383279 2718281828459045235360287471 1414213562373095048801688724 \
    1618033988749894848204586834 112358132134558914423337761098 24681012141618202224 13579111315171921 \
    1123581321345589";
